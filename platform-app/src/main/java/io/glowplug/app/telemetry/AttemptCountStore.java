// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.app.telemetry.AttemptCounts.Cell;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table attempt_count. */
@Component
class AttemptCountStore implements AttemptMetrics {

    static final Duration RETENTION = Duration.ofDays(8);

    private static final String ADD = """
            insert into attempt_count (function_name, minute, returned, failed, throttled, platform, cold, init_us,
                                       queued_us, durations)
            values (:function, :minute, :returned, :failed, :throttled, :platform, :cold, :init, :queued,
                    cast(string_to_array(:durations, ',') as bigint[]))
            on conflict (minute, function_name) do update
               set returned = attempt_count.returned + excluded.returned,
                   failed = attempt_count.failed + excluded.failed,
                   throttled = attempt_count.throttled + excluded.throttled,
                   platform = attempt_count.platform + excluded.platform,
                   cold = attempt_count.cold + excluded.cold,
                   init_us = attempt_count.init_us + excluded.init_us,
                   queued_us = attempt_count.queued_us + excluded.queued_us,
                   durations = array(select coalesce(a, 0) + coalesce(b, 0)
                                       from unnest(attempt_count.durations, excluded.durations)
                                            with ordinality as pair (a, b, position)
                                      order by position)
            """;

    private static final String SUMS = """
            sum(returned) as returned, sum(failed) as failed, sum(throttled) as throttled, sum(platform) as platform,
            sum(cold) as cold, sum(init_us) as init_us, sum(queued_us) as queued_us
            """;

    private static final String CHOSEN = """
             from attempt_count
            where minute >= :from and minute < :to and (:function::text is null or function_name = :function)
            """;

    private static final String BIN = "date_bin(make_interval(secs => :step), minute, :from)";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;

    AttemptCountStore(JdbcClient jdbc, NamedParameterJdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    @Transactional
    void add(List<Cell> cells) {
        batches.batchUpdate(
                ADD, cells.stream().map(AttemptCountStore::parameters).toArray(SqlParameterSource[]::new));
    }

    private static SqlParameterSource parameters(Cell cell) {
        return new MapSqlParameterSource()
                .addValue("function", cell.of.function())
                .addValue("minute", utc(cell.of.minute()))
                .addValue("returned", cell.returned)
                .addValue("failed", cell.failed)
                .addValue("throttled", cell.throttled)
                .addValue("platform", cell.platform)
                .addValue("cold", cell.cold)
                .addValue("init", cell.initMicros)
                .addValue("queued", cell.queuedMicros)
                .addValue(
                        "durations",
                        String.join(
                                ",",
                                IntStream.of(cell.durations)
                                        .mapToObj(Integer::toString)
                                        .toList()));
    }

    void forgetBefore(Instant instant) {
        jdbc.sql("delete from attempt_count where minute < :before")
                .param("before", utc(instant))
                .update();
    }

    @Override
    public List<Point> series(@Nullable String function, Instant from, Instant to, Duration step) {
        return read(
                BIN,
                function,
                from,
                to,
                step,
                row -> row.getObject("part", OffsetDateTime.class).toInstant().toString());
    }

    @Override
    public List<Point> byFunction(@Nullable String function, Instant from, Instant to) {
        return read("function_name", function, from, to, Duration.ofMinutes(1), row -> row.getString("part"));
    }

    private interface PartReader {
        String read(ResultSet row) throws SQLException;
    }

    /** Sums by a part: once the counts, and once the classes of durations, which stand in arrays. */
    private List<Point> read(
            String part, @Nullable String function, Instant from, Instant to, Duration step, PartReader parts) {
        Map<String, long[]> durations = new HashMap<>();
        select(
                        "select " + part + " as part, position, sum(n) as n from (select * " + CHOSEN
                                + ") as chosen, unnest(durations) with ordinality as u (n, position)"
                                + " where n > 0 group by 1, 2",
                        function,
                        from,
                        to,
                        step)
                .query(row -> {
                    durations
                                    .computeIfAbsent(parts.read(row), any -> new long[Durations.CLASSES])[
                                    row.getInt("position") - 1] =
                            row.getLong("n");
                });
        return select(
                        "select " + part + " as part, " + SUMS + CHOSEN + " group by 1 order by 1",
                        function,
                        from,
                        to,
                        step)
                .query((row, number) -> {
                    String key = parts.read(row);
                    return point(key, row, durations.getOrDefault(key, new long[Durations.CLASSES]));
                })
                .list();
    }

    private JdbcClient.StatementSpec select(
            String sql, @Nullable String function, Instant from, Instant to, Duration step) {
        return jdbc.sql(sql)
                .param("function", function)
                .param("from", utc(from))
                .param("to", utc(to))
                .param("step", step.toSeconds());
    }

    private static Point point(String part, ResultSet row, long[] durations) throws SQLException {
        return new Point(
                part,
                row.getLong("returned"),
                row.getLong("failed"),
                row.getLong("throttled"),
                row.getLong("platform"),
                row.getLong("cold"),
                row.getLong("init_us"),
                row.getLong("queued_us"),
                durations);
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
