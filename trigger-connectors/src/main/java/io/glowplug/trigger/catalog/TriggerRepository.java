// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface TriggerRepository extends JpaRepository<StoredTrigger, UUID> {

    Optional<StoredTrigger> findByName(String name);

    /** Reads a trigger to change it: whoever else wants to change it waits until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select t from StoredTrigger t where t.id = :id")
    Optional<StoredTrigger> lockById(UUID id);

    @Query("""
            select t from StoredTrigger t
            where t.name > :after
              and (cast(:functionName as string) is null or t.functionName = :functionName)
              and (cast(:type as string) is null or t.type = :type)
            order by t.name
            """)
    List<StoredTrigger> listAfter(String after, @Nullable String functionName, @Nullable String type, Limit limit);

    @Query("select t.name from StoredTrigger t where t.functionName = :functionName order by t.name")
    List<String> namesOf(String functionName);
}
