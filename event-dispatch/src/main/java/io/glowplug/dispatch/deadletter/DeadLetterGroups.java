// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import io.glowplug.dispatch.DeadLetterGroup;
import io.glowplug.dispatch.DeadLetterGroup.Span;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import io.glowplug.dispatch.search.Cursors.TimeAndId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts dead letters that died of the same error together. */
class DeadLetterGroups {

    private static final String GROUPS = """
            with groups as (
                select fingerprint, count(*) as letters, min(dead_at) as first_seen, max(dead_at) as last_seen
                from dead_letter {where} group by fingerprint)
            select groups.*, sample.id, sample.function_name, coalesce(sample.error_type, sample.reason) as error_type,
                sample.error_message, error_shape(sample.error_message) as shape
            from groups cross join lateral (
                select * from dead_letter {where} {and} fingerprint = groups.fingerprint
                order by dead_at desc, id desc limit 1) sample
            {page} order by last_seen desc, groups.fingerprint desc limit :limit
            """;

    private static final String FIRST = "select min(dead_at) as first from dead_letter {where}";

    /** What died at the very end counts to the last span. */
    private static final String COUNTS = """
            select fingerprint, count(*) as letters, least(:spans, width_bucket(
                extract(epoch from dead_at), extract(epoch from cast(:start as timestamptz)),
                extract(epoch from cast(:end as timestamptz)), :spans)) as span
            from dead_letter {where} and fingerprint = any(:groups) group by fingerprint, span
            """;

    private final JdbcClient jdbc;

    DeadLetterGroups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns the groups without their counts over time. */
    List<DeadLetterGroup> list(DeadLetterQuery query, @Nullable TimeAndId cursor, int limit) {
        Conditions conditions = DeadLetterStore.matching(query);
        Conditions page =
                new Conditions().andBefore("(last_seen, groups.fingerprint) < (:cursorTime, :cursorId)", cursor);
        String sql = conditions.complete(GROUPS.replace("{and}", "and"));
        return jdbc.sql(page.complete(sql.replace("{page}", "{where}")))
                .params(conditions.parameters())
                .params(page.parameters())
                .param("limit", limit)
                .query((row, _) -> group(row))
                .list();
    }

    /** Adds the counts over time to groups that the query has found. */
    List<DeadLetterGroup> withCounts(List<DeadLetterGroup> groups, DeadLetterQuery query, int spans, Instant now) {
        if (groups.isEmpty()) {
            return groups;
        }
        Instant end = query.to() == null || query.to().isAfter(now) ? now : query.to();
        Instant start = query.from() == null ? first(query, end) : within(query.from(), end);
        Duration length = Duration.between(start, end).dividedBy(spans);
        if (length.toNanos() < 1000) {
            length = Duration.ofNanos(1000); // a span has to have some length for the database, too
        }
        Map<UUID, long[]> counts = count(groups, query, start, start.plus(length.multipliedBy(spans)), spans);
        List<DeadLetterGroup> counted = new ArrayList<>();
        for (DeadLetterGroup group : groups) {
            counted.add(with(group, spans(counts.get(group.fingerprint()), start, length, spans)));
        }
        return counted;
    }

    /** What is asked for may be further away than any span can be counted in. */
    private static Instant within(Instant from, Instant end) {
        return from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from.isAfter(end) ? end : from;
    }

    private Instant first(DeadLetterQuery query, Instant end) {
        Conditions conditions = DeadLetterStore.matching(query);
        Instant first = jdbc.sql(conditions.complete(FIRST))
                .params(conditions.parameters())
                .query((row, _) -> {
                    Instant found = Columns.optionalInstant(row, "first");
                    return found == null ? end : found;
                })
                .single();
        return first.isAfter(end) ? end : first;
    }

    private Map<UUID, long[]> count(
            List<DeadLetterGroup> groups, DeadLetterQuery query, Instant start, Instant end, int spans) {
        Map<UUID, long[]> counts = new HashMap<>();
        Conditions conditions = DeadLetterStore.matching(query)
                .and("dead_at >= :start", "start", start)
                .and("dead_at <= :end", "end", end);
        jdbc.sql(conditions.complete(COUNTS))
                .params(conditions.parameters())
                .param("spans", spans)
                .param(
                        "groups",
                        groups.stream().map(DeadLetterGroup::fingerprint).toArray(UUID[]::new))
                .query(row -> {
                    int span = Math.max(1, row.getInt("span"));
                    counts.computeIfAbsent(Columns.id(row, "fingerprint"), _ -> new long[spans])[span - 1] +=
                            row.getLong("letters");
                });
        return counts;
    }

    private static List<Span> spans(long @Nullable [] counts, Instant start, Duration length, int spans) {
        List<Span> list = new ArrayList<>(spans);
        for (int i = 0; i < spans; i++) {
            list.add(new Span(
                    start.plus(length.multipliedBy(i)),
                    start.plus(length.multipliedBy(i + 1L)),
                    counts == null ? 0 : counts[i]));
        }
        return List.copyOf(list);
    }

    private static DeadLetterGroup with(DeadLetterGroup group, List<Span> counts) {
        return new DeadLetterGroup(
                group.fingerprint(),
                group.functionName(),
                group.errorType(),
                group.message(),
                group.count(),
                group.firstSeen(),
                group.lastSeen(),
                group.sample(),
                group.sampleMessage(),
                counts);
    }

    private static DeadLetterGroup group(ResultSet row) throws SQLException {
        return new DeadLetterGroup(
                Columns.id(row, "fingerprint"),
                row.getString("function_name"),
                row.getString("error_type"),
                row.getString("shape"),
                row.getLong("letters"),
                Columns.instant(row, "first_seen"),
                Columns.instant(row, "last_seen"),
                Columns.id(row, "id"),
                row.getString("error_message"),
                List.of());
    }
}
