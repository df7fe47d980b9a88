// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.ListCrudRepository;

interface AccessKeyRepository extends ListCrudRepository<AccessKeyRow, String> {

    List<AccessKeyRow> findByIdGreaterThanOrderById(String id, Limit limit);

    long countByRoleAndEnabledTrue(String role);

    /** Makes changes of access keys wait for each other until the end of the transaction, on all nodes. */
    @Query(nativeQuery = true, value = "select 1 from (select pg_advisory_xact_lock(472001)) as held")
    int serializeChanges();
}
