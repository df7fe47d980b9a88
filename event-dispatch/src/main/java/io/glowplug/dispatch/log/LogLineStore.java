// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.log;

import io.glowplug.dispatch.FunctionLogs.LogQuery;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import io.glowplug.runtime.LogLine;
import io.glowplug.runtime.LogStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of function logs. */
class LogLineStore {

    /** A batch may be stored again after an answer of the database was lost; its lines then stay single. */
    private static final String APPEND = """
            insert into function_log
                (id, function_name, version, environment_id, invocation_id, logged_at, stream, line)
            select * from unnest(
                cast(:ids as uuid[]), cast(:functions as text[]), cast(:versions as text[]),
                cast(:environments as text[]), cast(:invocations as uuid[]), cast(:times as timestamptz[]),
                cast(:streams as text[]), cast(:lines as text[]))
            on conflict (id) do nothing
            """;

    private static final String SEARCH = """
            select id, function_name, version, environment_id, invocation_id, logged_at, stream, line
            from function_log {where} order by id limit :limit
            """;

    private final JdbcClient jdbc;

    LogLineStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void append(List<IdentifiedLine> lines) {
        jdbc.sql(APPEND)
                .param("ids", lines.stream().map(IdentifiedLine::id).toArray(UUID[]::new))
                .param("functions", texts(lines, LogLine::functionName))
                .param("versions", texts(lines, LogLine::version))
                .param("environments", texts(lines, LogLine::environmentId))
                .param(
                        "invocations",
                        lines.stream().map(line -> line.line().invocationId()).toArray(UUID[]::new))
                .param("times", texts(lines, line -> line.time().toString()))
                .param("streams", texts(lines, line -> Columns.text(line.stream())))
                .param("lines", texts(lines, line -> withoutNul(line.text())))
                .update();
    }

    List<IdentifiedLine> search(LogQuery query, @Nullable UUID after, int limit) {
        Conditions conditions =
                conditions(query).idsBetween(query.from(), query.to()).idsAfter(after);
        return list(conditions, limit);
    }

    /** Reads lines from an id on, that one included. */
    List<IdentifiedLine> from(LogQuery query, UUID first, int limit) {
        return list(conditions(query).and("id >= :first", "first", first), limit);
    }

    private List<IdentifiedLine> list(Conditions conditions, int limit) {
        return jdbc.sql(conditions.complete(SEARCH))
                .params(conditions.parameters())
                .param("limit", limit)
                .query((row, _) -> line(row))
                .list();
    }

    private static Conditions conditions(LogQuery query) {
        return new Conditions()
                .and("function_name = :function", "function", query.functionName())
                .and("invocation_id = :invocation", "invocation", query.invocationId())
                .and("line ilike :text", "text", query.text() == null ? null : containing(query.text()));
    }

    private static String containing(String text) {
        return '%' + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
    }

    private static IdentifiedLine line(ResultSet row) throws SQLException {
        LogLine line = new LogLine(
                row.getString("function_name"),
                row.getString("version"),
                row.getString("environment_id"),
                Columns.optionalId(row, "invocation_id"),
                Columns.instant(row, "logged_at"),
                Columns.constant(row, "stream", LogStream.class),
                row.getString("line"));
        return new IdentifiedLine(Columns.id(row, "id"), line);
    }

    private static String[] texts(List<IdentifiedLine> lines, Function<LogLine, String> column) {
        return lines.stream().map(line -> column.apply(line.line())).toArray(String[]::new);
    }

    /** PostgreSQL's text has no NUL. */
    private static String withoutNul(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }
}
