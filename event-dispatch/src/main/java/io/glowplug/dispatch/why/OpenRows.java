// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.why;

import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.flow.FlowKeys;
import io.glowplug.dispatch.flow.RateWindow;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.store.BegunText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what explains an open invocation. Each statement goes by an index. */
final class OpenRows {

    private static final String OPEN = """
            select i.id, i.function_name, i.qualifier, i.trigger_id, i.ordering_key, i.attempt, i.accepted_at,
                nullif(i.visible_at, 'infinity') as visible_at, i.leased_by, i.leased_at,
                i.flow_rate_key, i.flow_concurrency_key, i.last_error_type, last.outcome, last.ended_at
            from invocation i
            left join lateral (
                select a.outcome, a.ended_at from attempt a
                where a.invocation_id = i.id order by a.attempt desc limit 1) last on true
            where i.id = :id
            """;

    private static final String HEAD = """
            select head.id, head.state,
                (select count(*) from invocation b
                 where b.trigger_id is not distinct from me.trigger_id and b.ordering_key = me.ordering_key
                    and (b.trigger_id is not null or b.function_name = me.function_name)
                    and b.ordinal < me.ordinal) as before
            from invocation me
            cross join lateral (
                select h.id, h.state from invocation h
                where h.trigger_id is not distinct from me.trigger_id and h.ordering_key = me.ordering_key
                    and (h.trigger_id is not null or h.function_name = me.function_name)
                order by h.ordinal limit 1) head
            where me.id = :id
            """;

    private static final String RATE =
            "select begun from flow_rate where function_name = :function and rate_key = :key";

    private static final String BEFORE_IN_LANE = """
            select count(*) from invocation i
            where i.function_name = :function and i.flow_rate_key = :rateKey
                and i.flow_concurrency_key = :concurrencyKey and i.state = 'waiting'
                and (i.visible_at, i.id) < (:due, :id)
            """;

    private static final String RUNNING_OF_KEY = """
            select count(*) from invocation i
            where i.function_name = :function and i.flow_concurrency_key = :key and i.flow_rate_key is not null
                and i.state = 'running'
            """;

    private static final String RUNNING = "select count(*) from invocation where state = 'running'";

    private final JdbcClient jdbc;

    OpenRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The first of an ordering key, and how many are before the one that was asked for. */
    record Head(UUID id, InvocationStatus status, long before) {}

    Optional<OpenRow> find(UUID id) {
        return jdbc.sql(OPEN).param("id", id).query((row, _) -> open(row)).optional();
    }

    Optional<Head> headOf(UUID id) {
        return jdbc.sql(HEAD)
                .param("id", id)
                .query((row, _) -> new Head(
                        Columns.id(row, "id"),
                        Columns.constant(row, "state", InvocationStatus.class),
                        row.getLong("before")))
                .optional();
    }

    RateWindow rate(String functionName, String key) {
        return jdbc.sql(RATE)
                .param("function", functionName)
                .param("key", key)
                .query((row, _) -> BegunText.read(row.getString("begun")))
                .optional()
                .orElse(RateWindow.EMPTY);
    }

    /** How many are due before it among those that count under the same keys. */
    long beforeInLane(OpenRow row, FlowKeys keys, Instant due) {
        return jdbc.sql(BEFORE_IN_LANE)
                .param("function", row.functionName())
                .param("rateKey", keys.rate())
                .param("concurrencyKey", keys.concurrency())
                .param("due", OffsetDateTime.ofInstant(due, ZoneOffset.UTC))
                .param("id", row.id())
                .query(Long.class)
                .single();
    }

    long runningOf(String functionName, String concurrencyKey) {
        return jdbc.sql(RUNNING_OF_KEY)
                .param("function", functionName)
                .param("key", concurrencyKey)
                .query(Long.class)
                .single();
    }

    long running() {
        return jdbc.sql(RUNNING).query(Long.class).single();
    }

    private static OpenRow open(ResultSet row) throws SQLException {
        String rate = row.getString("flow_rate_key");
        return new OpenRow(
                Columns.id(row, "id"),
                row.getString("function_name"),
                row.getString("qualifier"),
                Columns.optionalId(row, "trigger_id"),
                row.getString("ordering_key"),
                row.getInt("attempt"),
                Columns.instant(row, "accepted_at"),
                Columns.optionalInstant(row, "visible_at"),
                row.getString("leased_by"),
                Columns.optionalInstant(row, "leased_at"),
                rate == null ? null : new FlowKeys(rate, row.getString("flow_concurrency_key")),
                row.getString("last_error_type"),
                row.getString("outcome"),
                Columns.optionalInstant(row, "ended_at"));
    }
}
