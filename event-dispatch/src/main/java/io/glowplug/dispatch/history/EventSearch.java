// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import io.glowplug.dispatch.EventQuery;
import io.glowplug.dispatch.EventSummary;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import io.glowplug.runtime.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds events. The id says when an event was accepted, so one index serves both a function and a time. */
class EventSearch {

    private static final String SEARCH = """
            select id, source, event_key, function_name, trigger_id, occurred_at, accepted_at,
                octet_length(payload) as payload_bytes, replay_of
            from event {where} order by id desc limit :limit
            """;

    private static final String FIND = "select *, octet_length(payload) as payload_bytes from event where id = :id";

    private final JdbcClient jdbc;

    EventSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An event with what is too large for a list. */
    record WholeEvent(EventSummary summary, Payload payload, Map<String, String> attributes) {}

    List<EventSummary> search(EventQuery query, @Nullable UUID cursor, int limit) {
        Conditions conditions = conditions(query, cursor);
        return jdbc.sql(conditions.complete(SEARCH))
                .params(conditions.parameters())
                .param("limit", limit)
                .query((row, _) -> summary(row))
                .list();
    }

    Optional<WholeEvent> find(UUID id) {
        return jdbc.sql(FIND)
                .param("id", id)
                .query((row, _) -> new WholeEvent(
                        summary(row), Payload.wrap(row.getBytes("payload")), Columns.attributes(row, "attributes")))
                .optional();
    }

    private static Conditions conditions(EventQuery query, @Nullable UUID cursor) {
        return new Conditions()
                .and("function_name = :function", "function", query.functionName())
                .and("trigger_id = :trigger", "trigger", query.triggerId())
                .and("event_key = :key", "key", query.key())
                .idsBetween(query.from(), query.to())
                .idsBefore(cursor);
    }

    private static EventSummary summary(ResultSet row) throws SQLException {
        return new EventSummary(
                Columns.id(row, "id"),
                row.getString("source"),
                row.getString("event_key"),
                row.getString("function_name"),
                Columns.optionalId(row, "trigger_id"),
                Columns.instant(row, "occurred_at"),
                Columns.instant(row, "accepted_at"),
                row.getInt("payload_bytes"),
                Columns.optionalId(row, "replay_of"));
    }
}
