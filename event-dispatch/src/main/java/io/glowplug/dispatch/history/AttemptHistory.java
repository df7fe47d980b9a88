// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import io.glowplug.dispatch.AttemptSummary;
import io.glowplug.dispatch.search.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads attempts that have ended. */
class AttemptHistory {

    private static final String OF_INVOCATIONS =
            "select * from attempt where invocation_id = any(:ids) order by invocation_id, attempt";

    private final JdbcClient jdbc;

    AttemptHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<AttemptSummary> of(Collection<UUID> invocationIds) {
        return jdbc.sql(OF_INVOCATIONS)
                .param("ids", invocationIds.toArray(UUID[]::new))
                .query((row, _) -> attempt(row))
                .list();
    }

    private static AttemptSummary attempt(ResultSet row) throws SQLException {
        return new AttemptSummary(
                Columns.id(row, "invocation_id"),
                row.getInt("attempt"),
                row.getString("outcome"),
                row.getString("version"),
                row.getString("environment_id"),
                row.getString("node"),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "ended_at"),
                millis(row, "queued_us"),
                millis(row, "init_us"),
                millis(row, "duration_us"),
                row.getObject("billed_ms", Long.class),
                row.getObject("max_memory_mb", Integer.class),
                row.getString("error_type"),
                row.getString("error_message"),
                row.getObject("streamed_bytes", Long.class),
                row.getString("start"));
    }

    private static @Nullable Double millis(ResultSet row, String column) throws SQLException {
        Long micros = row.getObject(column, Long.class);
        return micros == null ? null : micros / 1000.0;
    }
}
