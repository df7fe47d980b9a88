// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.ReplayQuery;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import io.glowplug.dispatch.store.SqlArrays;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds past events and stores them anew. */
public class ReplayStore {

    private static final String COUNT = "select count(*) from event {where}";

    private static final String TARGETS = "select distinct function_name from event {where}";

    private static final String NEXT = """
            select id, function_name, trigger_id, octet_length(payload) as bytes,
                coalesce((select s.qualifier from settled_invocation s where s.id = event.id),
                    (select i.qualifier from invocation i where i.id = event.id)) as qualifier
            from event {where} order by id limit :limit
            """;

    /** The payload goes from the one event to the other inside the database. */
    private static final String SEND = """
            with sent as materialized (
                select e.id, e.source, e.event_key, e.occurred_at, e.attributes, e.payload, e.records, o.*
                from unnest(:ids, :newIds, :functions, :qualifiers, :triggers, :due)
                    as o (event_id, new_id, to_function, to_qualifier, to_trigger, due)
                join event e on e.id = o.event_id
                where e.id = any(:ids)),
            stored as (
                insert into event (id, function_name, trigger_id, source, event_key, occurred_at, accepted_at, attributes,
                    payload, records, replay_of, replay_id)
                select new_id, to_function, to_trigger, source, event_key, occurred_at, :now, attributes, payload, records, id,
                    :replay
                from sent),
            made as (
                insert into invocation (id, event_id, function_name, qualifier, trigger_id, state, attempt, visible_at,
                    accepted_at, deliver_at)
                select new_id, new_id, to_function, to_qualifier, to_trigger, 'waiting', 0, due, :now,
                    case when due > :now then due end
                from sent)
            select new_id from sent
            """;

    /** A scalar look-up by id, whatever the planner thinks of joining two partitioned histories. */
    private static final String ENDED = "(select s.status from settled_invocation s where s.id = event.id) = :status";

    private static final String OPEN = "(select i.state from invocation i where i.id = event.id) = :status";

    private final JdbcClient jdbc;

    public ReplayStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An event that can be sent again. */
    record Past(
            UUID id,
            String functionName,
            @Nullable String qualifier,
            @Nullable UUID triggerId,
            int bytes) {}

    /** An event to be sent again, and as what. */
    record Row(
            Past event,
            UUID newId,
            String functionName,
            @Nullable String qualifier,
            Instant due) {

        @Nullable
        UUID triggerId() {
            return functionName.equals(event.functionName()) ? event.triggerId() : null;
        }
    }

    long count(ReplayQuery query, UUID before) {
        Conditions conditions = matching(query, before);
        return jdbc.sql(conditions.complete(COUNT))
                .params(conditions.parameters())
                .query(Long.class)
                .single();
    }

    List<String> functions(ReplayQuery query, UUID before) {
        Conditions conditions = matching(query, before);
        return jdbc.sql(conditions.complete(TARGETS))
                .params(conditions.parameters())
                .query(String.class)
                .list();
    }

    /** Returns the next ones that are older than the replay itself and were not made by it. */
    List<Past> next(ReplayQuery query, UUID replay, @Nullable UUID after, int limit) {
        Conditions conditions = matching(query, replay)
                .and("replay_id is distinct from :replay", "replay", replay)
                .idsAfter(after);
        return jdbc.sql(conditions.complete(NEXT))
                .params(conditions.parameters())
                .param("limit", limit)
                .query((row, _) -> new Past(
                        Columns.id(row, "id"),
                        row.getString("function_name"),
                        row.getString("qualifier"),
                        Columns.optionalId(row, "trigger_id"),
                        row.getInt("bytes")))
                .list();
    }

    /** Stores them and returns the ids of those that were still there. */
    List<UUID> send(List<Row> rows, UUID replay, Instant now) {
        return jdbc.sql(SEND)
                .param("ids", SqlArrays.uuids(rows, row -> row.event().id()))
                .param("newIds", SqlArrays.uuids(rows, Row::newId))
                .param("functions", SqlArrays.texts(rows, Row::functionName))
                .param("qualifiers", SqlArrays.texts(rows, Row::qualifier))
                .param("triggers", SqlArrays.uuids(rows, Row::triggerId))
                .param("due", SqlArrays.times(rows, Row::due))
                .param("replay", replay)
                .param("now", SqlArrays.time(now))
                .query(UUID.class)
                .list();
    }

    private static Conditions matching(ReplayQuery query, UUID before) {
        Conditions conditions = new Conditions()
                .and("function_name = :function", "function", query.functionName())
                .and("trigger_id = :trigger", "trigger", query.triggerId())
                .and("event_key = :key", "key", query.key())
                .and(
                        "id = any(:ids)",
                        "ids",
                        query.ids() == null ? null : query.ids().toArray(UUID[]::new))
                .idsBetween(query.from(), query.to())
                .and("id < :before", "before", before);
        InvocationStatus status = query.status();
        return switch (status) {
            case null -> conditions;
            case WAITING, RUNNING -> conditions.and(OPEN, "status", Columns.text(status));
            case SUCCEEDED, DEAD_LETTERED, EXPIRED, CANCELLED, FAILED ->
                conditions.and(ENDED, "status", Columns.text(status));
        };
    }
}
