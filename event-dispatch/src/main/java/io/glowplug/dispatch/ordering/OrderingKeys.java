// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ordering;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Hands an ordering key on from one invocation to the next, inside the caller's transaction. */
public class OrderingKeys {

    /** Sorted by what is locked, so that two transactions with several keys in common cannot deadlock. */
    private static final String LOCK = """
            with wanted as materialized (
                select distinct hashtextextended(coalesce(trigger_id::text, 'function ' || function_name) || '/' || key, 0)
                    as id
                from unnest(cast(:triggers as uuid[]), cast(:functions as text[]), cast(:keys as text[]))
                    as named (trigger_id, function_name, key)
                order by id)
            select count(pg_advisory_xact_lock(id)) from wanted
            """;

    private static final String UNBLOCK = """
            update invocation set visible_at = :now
            where visible_at = 'infinity' and id = any(array(
                select head.id
                from unnest(cast(:triggers as uuid[]), cast(:functions as text[]), cast(:keys as text[]))
                    as named (trigger_id, function_name, key),
                lateral (
                    (select id from invocation
                    where trigger_id = named.trigger_id and ordering_key = named.key
                        and not exists (
                            select from stopped_key s where s.trigger_id = named.trigger_id and s.key = named.key)
                    order by ordinal limit 1)
                    union all
                    (select id from invocation
                    where named.trigger_id is null and trigger_id is null
                        and function_name = named.function_name and ordering_key = named.key
                    order by ordinal limit 1)) head))
            """;

    private static final String STOP = """
            insert into stopped_key (trigger_id, key, dead_letter_id, stopped_at)
            select trigger_id, key, dead_letter_id, :now
            from unnest(cast(:triggers as uuid[]), cast(:keys as text[]), cast(:deadLetters as uuid[]))
                as stop (trigger_id, key, dead_letter_id)
            on conflict (trigger_id, key) do nothing
            """;

    private final JdbcClient jdbc;

    public OrderingKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Holds the keys until the transaction ends. Whoever adds an invocation of a key locks it first: what a later
     * statement of the transaction then finds open is what the new invocation has to stand behind.
     */
    public void lock(Collection<OrderedKey> keys) {
        if (!keys.isEmpty()) {
            bind(jdbc.sql(LOCK), keys).query().singleRow();
        }
    }

    /**
     * Makes the next invocation of each key due, after invocations of them were removed in this transaction. A key
     * whose head is still there, that has no invocation left, or that stands still, is not touched. Raise the due
     * signal after commit.
     */
    public void unblockNext(List<OrderedKey> ended, Instant now) {
        if (!ended.isEmpty()) {
            lock(ended);
            bind(jdbc.sql(UNBLOCK), ended)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    /**
     * Has keys of triggers stand still from now on, each because of one dead letter: whatever waits in them stays where
     * it is until the key is released. The keys have to be locked.
     */
    public void stop(Map<OrderedKey, UUID> deadLetters, Instant now) {
        if (!deadLetters.isEmpty()) {
            List<OrderedKey> keys = List.copyOf(deadLetters.keySet());
            jdbc.sql(STOP)
                    .param("triggers", keys.stream().map(OrderedKey::triggerId).toArray(UUID[]::new))
                    .param("keys", keys.stream().map(OrderedKey::key).toArray(String[]::new))
                    .param("deadLetters", keys.stream().map(deadLetters::get).toArray(UUID[]::new))
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, Collection<OrderedKey> keys) {
        return statement
                .param("triggers", keys.stream().map(OrderedKey::triggerId).toArray(UUID[]::new))
                .param("functions", keys.stream().map(OrderedKey::functionName).toArray(String[]::new))
                .param("keys", keys.stream().map(OrderedKey::key).toArray(String[]::new));
    }
}
