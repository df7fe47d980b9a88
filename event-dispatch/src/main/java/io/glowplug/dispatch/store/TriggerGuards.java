// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.DeliverySettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Says how many invocations of a guarded trigger may be leased now, over all nodes. One node at a time looks at a
 * trigger's maximum concurrency, in the transaction in which it leases: what it counts stays true until it has. The
 * others pass the trigger over and come back.
 */
final class TriggerGuards {

    private static final String LOCK = """
            select id from unnest(:ids) as trigger (id)
            where pg_try_advisory_xact_lock(hashtextextended('concurrency/' || id, 0))
            """;

    private static final String COUNT = """
            select trigger_id, count(*) as running from invocation
            where counted and state = 'running' and visible_at > :now and trigger_id = any (:ids)
            group by trigger_id
            """;

    /** A probe that is no longer running, because its node died or it was throttled, is followed by another one. */
    private static final String NOT_CLOSED = """
            select b.trigger_id, b.probe_at <= :now and not exists (
                select from invocation i where i.id = b.probe and i.state = 'running' and i.visible_at > :now) as due
            from circuit_breaker b
            where b.trigger_id = any (:ids) and b.state <> 'closed'
            """;

    private static final String CLAIM = """
            select b.trigger_id from circuit_breaker b
            where b.trigger_id = any (:ids) and b.state <> 'closed' and b.probe_at <= :now and not exists (
                select from invocation i where i.id = b.probe and i.state = 'running' and i.visible_at > :now)
            order by b.trigger_id
            for update skip locked
            """;

    private static final String PROBE =
            "update circuit_breaker set state = 'half-open', probe = :invocation where trigger_id = :trigger";

    private final JdbcClient jdbc;

    TriggerGuards(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Looks at the triggers, inside the transaction that leases. Costs nothing where none is guarded. */
    Rooms look(Map<UUID, DeliverySettings> guarded, Instant now) {
        if (guarded.isEmpty()) {
            return Rooms.ALL;
        }
        Map<UUID, Integer> rooms = new HashMap<>();
        Map<UUID, Integer> limits = new HashMap<>();
        Set<UUID> breakers = new HashSet<>();
        guarded.forEach((trigger, delivery) -> {
            if (delivery.maxConcurrency() != null) {
                limits.put(trigger, delivery.maxConcurrency());
            }
            if (delivery.circuitBreaker() != null) {
                breakers.add(trigger);
            }
        });
        Set<UUID> due = notClosed(breakers, now, rooms);
        limits.keySet().removeAll(rooms.keySet());
        count(limits, now, rooms);
        Set<UUID> probing = claim(due, now);
        probing.forEach(trigger -> rooms.put(trigger, 1));
        Set<UUID> counted = new HashSet<>(limits.keySet());
        guarded.forEach((trigger, delivery) -> {
            if (delivery.maxConcurrency() != null && probing.contains(trigger)) {
                counted.add(trigger);
            }
        });
        return new Rooms(rooms, counted, probing);
    }

    /** Notes which invocation probes. */
    void probe(UUID triggerId, UUID invocationId) {
        jdbc.sql(PROBE)
                .param("trigger", triggerId)
                .param("invocation", invocationId)
                .update();
    }

    /** Closes the room of every breaker that is not closed, and returns those where a probe is due. */
    private Set<UUID> notClosed(Set<UUID> breakers, Instant now, Map<UUID, Integer> rooms) {
        Set<UUID> due = new HashSet<>();
        if (!breakers.isEmpty()) {
            jdbc.sql(NOT_CLOSED)
                    .param("ids", SqlArrays.uuids(breakers, id -> id))
                    .param("now", SqlArrays.time(now))
                    .query(row -> {
                        UUID trigger = row.getObject("trigger_id", UUID.class);
                        rooms.put(trigger, 0);
                        if (row.getBoolean("due")) {
                            due.add(trigger);
                        }
                    });
        }
        return due;
    }

    private void count(Map<UUID, Integer> limits, Instant now, Map<UUID, Integer> rooms) {
        if (limits.isEmpty()) {
            return;
        }
        limits.keySet().forEach(trigger -> rooms.put(trigger, 0));
        Set<UUID> locked = jdbc.sql(LOCK)
                .param("ids", SqlArrays.uuids(limits.keySet(), id -> id))
                .query(UUID.class)
                .set();
        if (locked.isEmpty()) {
            return;
        }
        // A statement of its own: it has to see what was committed before the lock was had.
        Map<UUID, Integer> running = new HashMap<>();
        jdbc.sql(COUNT)
                .param("ids", SqlArrays.uuids(locked, id -> id))
                .param("now", SqlArrays.time(now))
                .query(row -> {
                    running.put(row.getObject("trigger_id", UUID.class), row.getInt("running"));
                });
        locked.forEach(trigger ->
                rooms.put(trigger, Math.max(0, limits.getOrDefault(trigger, 0) - running.getOrDefault(trigger, 0))));
    }

    private Set<UUID> claim(Set<UUID> due, Instant now) {
        return due.isEmpty()
                ? Set.of()
                : jdbc.sql(CLAIM)
                        .param("ids", SqlArrays.uuids(due, id -> id))
                        .param("now", SqlArrays.time(now))
                        .query(UUID.class)
                        .set();
    }

    /**
     * How many may be leased.
     *
     * @param rooms by trigger; those that are not named have no bound
     * @param counted triggers whose running invocations are counted
     * @param probing triggers of which one invocation finds out if the function works again
     */
    record Rooms(Map<UUID, Integer> rooms, Set<UUID> counted, Set<UUID> probing) {

        static final Rooms ALL = new Rooms(Map.of(), Set.of(), Set.of());

        /** The triggers that have some room, and how much. */
        Map<UUID, Integer> some() {
            Map<UUID, Integer> some = new HashMap<>(rooms);
            some.values().removeIf(room -> room == 0);
            return some;
        }

        /** Those that are paused, and those that have no room. */
        Set<UUID> without(Set<UUID> paused) {
            if (rooms.isEmpty()) {
                return paused;
            }
            Set<UUID> none = new HashSet<>(paused);
            rooms.forEach((trigger, room) -> {
                if (room == 0) {
                    none.add(trigger);
                }
            });
            return none;
        }
    }
}
