// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.dispatch.store.SqlArrays;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Decides by key whether an event of a trigger is a new one. */
public final class EventKeyStore {

    private static final String CLAIM = """
            insert into event_key (trigger_id, key, event_id, accepted_at)
            select trigger_id, key, event_id, :now
            from unnest(:triggers, :keys, :ids) as row (trigger_id, key, event_id)
            order by trigger_id, key
            on conflict (trigger_id, key) do nothing
            returning event_id
            """;

    private static final String FIRST =
            "select event_id from event_key where trigger_id = :trigger and key = any(:keys)";

    private static final String FORGET = "delete from event_key where trigger_id = :trigger";

    private final JdbcClient jdbc;

    public EventKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Key(UUID triggerId, String key) {}

    /** Returns the ids of the events that are new: those without a key, and the first of each key not seen before. */
    Set<UUID> claim(Collection<NewInvocation> events, Instant now) {
        Set<UUID> fresh = new HashSet<>();
        Map<Key, UUID> firsts = new LinkedHashMap<>();
        for (NewInvocation event : events) {
            UUID triggerId = event.triggerId();
            String key = event.eventKey();
            if (triggerId == null || key == null) {
                fresh.add(event.id());
            } else {
                firsts.putIfAbsent(new Key(triggerId, key), event.id());
            }
        }
        if (!firsts.isEmpty()) {
            fresh.addAll(jdbc.sql(CLAIM)
                    .param("now", SqlArrays.time(now))
                    .param("triggers", SqlArrays.uuids(firsts.keySet(), Key::triggerId))
                    .param("keys", SqlArrays.texts(firsts.keySet(), Key::key))
                    .param("ids", SqlArrays.uuids(firsts.values(), id -> id))
                    .query(UUID.class)
                    .list());
        }
        return fresh;
    }

    /** Returns the events that had the keys of those first that are not among the fresh ones. */
    List<UUID> firstOf(UUID triggerId, Collection<NewInvocation> events, Set<UUID> fresh) {
        List<String> keys = events.stream()
                .filter(event -> !fresh.contains(event.id()))
                .map(NewInvocation::eventKey)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return keys.isEmpty()
                ? List.of()
                : jdbc.sql(FIRST)
                        .param("trigger", triggerId)
                        .param("keys", SqlArrays.texts(keys, key -> key))
                        .query(UUID.class)
                        .list();
    }

    void forget(UUID triggerId) {
        jdbc.sql(FORGET).param("trigger", triggerId).update();
    }
}
