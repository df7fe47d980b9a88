// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.journal;

import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The last report on each trigger's source, readable on every node. */
@Component
public class SourceReports {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Long>> LAG = new TypeReference<>() {};

    private static final String STORE = """
            insert into trigger_status as s
                (trigger_id, revision, node, state, since, lag, last_progress, problem, reported_at)
            select id, ?, ?, ?, ?, ?::jsonb, ?, ?, ? from trigger where id = ?
            on conflict (trigger_id) do update set
                revision = excluded.revision, node = excluded.node, state = excluded.state, since = excluded.since, lag = excluded.lag,
                last_progress = excluded.last_progress, problem = excluded.problem,
                reported_at = excluded.reported_at
            """;
    private static final String FIND = """
            select revision, node, state, since, lag, last_progress, problem, reported_at
            from trigger_status where trigger_id = ?
            """;

    private final JdbcTemplate jdbc;
    private final InstantSource time;

    public SourceReports(JdbcTemplate jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    /**
     * A report as it is stored.
     *
     * @param state the {@link SourceState#label} of its state
     */
    public record StoredReport(
            long revision,
            String node,
            String state,
            Instant since,
            Map<String, Long> lag,
            @Nullable Instant lastProgress,
            @Nullable String problem,
            Instant reportedAt) {}

    public void store(String node, Collection<SourceReport> reports) {
        OffsetDateTime now = utc(time.instant());
        List<Object[]> rows =
                reports.stream().map(report -> row(node, report, now)).toList();
        int[] types = {
            Types.BIGINT,
            Types.VARCHAR,
            Types.VARCHAR,
            Types.TIMESTAMP_WITH_TIMEZONE,
            Types.VARCHAR,
            Types.TIMESTAMP_WITH_TIMEZONE,
            Types.VARCHAR,
            Types.TIMESTAMP_WITH_TIMEZONE,
            Types.OTHER
        };
        jdbc.batchUpdate(STORE, rows, types);
    }

    public Optional<StoredReport> find(UUID triggerId) {
        return jdbc
                .query(
                        FIND,
                        (row, number) -> new StoredReport(
                                row.getLong("revision"),
                                row.getString("node"),
                                row.getString("state"),
                                row.getObject("since", OffsetDateTime.class).toInstant(),
                                JSON.readValue(row.getString("lag"), LAG),
                                instant(row.getObject("last_progress", OffsetDateTime.class)),
                                row.getString("problem"),
                                row.getObject("reported_at", OffsetDateTime.class)
                                        .toInstant()),
                        triggerId)
                .stream()
                .findFirst();
    }

    private static @Nullable Object[] row(String node, SourceReport report, OffsetDateTime now) {
        var health = report.health();
        return new @Nullable Object[] {
            report.revision(),
            node,
            report.state().label(),
            utc(report.since()),
            JSON.writeValueAsString(health == null ? Map.of() : health.lag()),
            health == null ? null : utc(health.lastProgress()),
            report.problem(),
            now,
            report.triggerId()
        };
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
