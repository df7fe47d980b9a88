// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.dispatch.store.SqlArrays;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One row for each trigger that was ever read. It stays as long as the trigger, so that its epoch goes on rising. */
public final class TriggerLeaseStore implements TriggerLeases {

    private static final String ACQUIRE = """
            insert into trigger_lease as held (trigger_id, node, epoch, expires_at)
            values (:trigger, :node, 1, :expiresAt)
            on conflict (trigger_id) do update
            set node = excluded.node, epoch = held.epoch + 1, expires_at = excluded.expires_at
            where held.expires_at <= :now
            returning epoch
            """;

    /** Whoever takes part in it does not hold it: it has run out from the beginning. */
    private static final String JOIN = """
            insert into trigger_lease as held (trigger_id, node, epoch, expires_at)
            values (:trigger, :node, 1, '-infinity')
            on conflict (trigger_id) do update set epoch = held.epoch
            returning epoch
            """;

    private static final String RENEW = """
            update trigger_lease held set expires_at = :expiresAt
            from (select trigger_id, epoch from trigger_lease
                  where (trigger_id, epoch) in (select * from unnest(:triggers, :epochs)) and node = :node
                  order by trigger_id for update) mine
            where held.trigger_id = mine.trigger_id
            returning held.trigger_id
            """;

    /** The epoch rises too, so that an emission which is still on its way is refused. */
    private static final String RELEASE = """
            update trigger_lease set expires_at = '-infinity', epoch = epoch + 1
            where trigger_id = :trigger and epoch = :epoch and node = :node
            """;

    /** As a release, whoever holds it. */
    private static final String REVOKE = """
            update trigger_lease set expires_at = '-infinity', epoch = epoch + 1 where trigger_id = :trigger
            """;

    private static final String FORGET = "delete from trigger_lease where trigger_id = :trigger";

    /** Shared, so that emissions of one trigger do not wait for each other, but a change of hands waits for them. */
    private static final String HOLD_STILL = """
            select trigger_id, epoch from trigger_lease
            where (trigger_id, epoch) in (select * from unnest(:triggers, :epochs)) order by trigger_id for share
            """;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final String node;

    public TriggerLeaseStore(JdbcClient jdbc, InstantSource clock, String node) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.node = node;
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public Optional<TriggerLease> tryAcquire(UUID triggerId, Duration length) {
        Instant now = clock.instant();
        return jdbc.sql(ACQUIRE)
                .param("trigger", triggerId)
                .param("node", node)
                .param("now", SqlArrays.time(now))
                .param("expiresAt", SqlArrays.time(now.plus(length)))
                .query(Long.class)
                .optional()
                .map(epoch -> new TriggerLease(triggerId, epoch));
    }

    @Override
    public TriggerLease join(UUID triggerId) {
        long epoch = jdbc.sql(JOIN)
                .param("trigger", triggerId)
                .param("node", node)
                .query(Long.class)
                .single();
        return new TriggerLease(triggerId, epoch);
    }

    @Override
    public Set<UUID> renew(Collection<TriggerLease> leases, Duration length) {
        if (leases.isEmpty()) {
            return Set.of();
        }
        return jdbc.sql(RENEW)
                .param("expiresAt", SqlArrays.time(clock.instant().plus(length)))
                .param("triggers", SqlArrays.uuids(leases, TriggerLease::triggerId))
                .param("epochs", SqlArrays.longs(leases, TriggerLease::epoch))
                .param("node", node)
                .query(UUID.class)
                .set();
    }

    @Override
    public void release(TriggerLease lease) {
        jdbc.sql(RELEASE)
                .param("trigger", lease.triggerId())
                .param("epoch", lease.epoch())
                .param("node", node)
                .update();
    }

    @Override
    public void revoke(UUID triggerId) {
        jdbc.sql(REVOKE).param("trigger", triggerId).update();
    }

    /** Removes the row of a trigger that is gone for good. Without one, no emission is let through either. */
    void forget(UUID triggerId) {
        jdbc.sql(FORGET).param("trigger", triggerId).update();
    }

    /** Returns those that are in force, and keeps them so until the caller's transaction ends. */
    Set<TriggerLease> holdStill(Collection<TriggerLease> leases) {
        return jdbc.sql(HOLD_STILL)
                .param("triggers", SqlArrays.uuids(leases, TriggerLease::triggerId))
                .param("epochs", SqlArrays.longs(leases, TriggerLease::epoch))
                .query((row, _) -> new TriggerLease(row.getObject("trigger_id", UUID.class), row.getLong("epoch")))
                .set();
    }
}
