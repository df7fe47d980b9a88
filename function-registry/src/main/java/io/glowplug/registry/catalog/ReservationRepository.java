// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ReservationRepository extends JpaRepository<StoredReservation, UUID> {

    /** Makes changes of what functions have for themselves wait for each other, on all nodes, until the commit. */
    @Query(nativeQuery = true, value = "select 1 from (select pg_advisory_xact_lock(7026930184514)) as held")
    int serializeChanges();
}
