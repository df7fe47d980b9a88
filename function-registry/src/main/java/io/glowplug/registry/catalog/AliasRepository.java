// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface AliasRepository extends JpaRepository<StoredAlias, StoredAlias.Key> {

    List<StoredAlias> findByKeyFunctionIdAndKeyNameGreaterThanOrderByKeyName(UUID functionId, String name, Limit limit);

    @Query("""
            select a.key.name from StoredAlias a
            where a.key.functionId = :functionId and (a.version = :number or a.additionalVersion = :number)
            order by a.key.name
            """)
    List<String> namesPointingAt(UUID functionId, int number);
}
