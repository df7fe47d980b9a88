// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface ProvisionRepository extends JpaRepository<StoredProvision, StoredProvision.Key> {

    List<StoredProvision> findByKeyFunctionId(UUID functionId);

    List<StoredProvision> findByKeyFunctionIdAndKeyQualifierGreaterThanOrderByKeyQualifier(
            UUID functionId, String qualifier, Limit limit);
}
