// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import io.glowplug.benchmarks.queue.DurableQueue;
import io.glowplug.benchmarks.queue.DurableQueue.Latency;
import io.glowplug.benchmarks.queue.GlowplugQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What millions of events that have ended cost those that come after them: the ledger in process, before and after. */
final class HistoryBenchmark implements Benchmark {

    static final int DEFAULT_MILLIONS = 10;

    private static final int CHUNK = 1_000_000;
    private static final int JOBS = 50_000;
    private static final int SINGLE_JOBS = 800;
    private static final Duration WINDOW = Duration.ofSeconds(4);

    private final int millions;

    HistoryBenchmark(int millions) {
        this.millions = millions;
    }

    private record Figures(double eight, double sixtyFour, double drained, Latency latency) {}

    @Override
    public void run(Platform platform, Report report) throws Exception {
        Database history = platform.database().another("history");
        try (GlowplugQueue queue = GlowplugQueue.create(history.url())) {
            queue.drainedPerSecond(JOBS);
            Figures before = measure(queue);
            fill(history);
            Figures after = measure(queue);
            String beside = "without them";
            report.add(
                    "durable accepts, 8 callers, beside %,d million ended events".formatted(millions),
                    after.eight(),
                    "/s",
                    beside,
                    before.eight());
            report.add("the same, 64 callers", after.sixtyFour(), "/s", beside, before.sixtyFour());
            report.add("the same, drained", after.drained(), "/s", beside, before.drained());
            report.add(
                    "the same, call → handler, p50",
                    after.latency().p50(),
                    "ms",
                    beside,
                    before.latency().p50());
        }
    }

    private static Figures measure(DurableQueue queue) throws Exception {
        queue.acceptedPerSecond(64, WINDOW);
        double eight = queue.acceptedPerSecond(8, WINDOW);
        double sixtyFour = queue.acceptedPerSecond(64, WINDOW);
        // What was accepted to be counted is drained uncounted.
        queue.drainedPerSecond(1);
        double drained = queue.drainedPerSecond(JOBS);
        return new Figures(eight, sixtyFour, drained, queue.latency(SINGLE_JOBS));
    }

    /** Ends with what a database does by itself in the course of days. */
    private void fill(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (int million = 0; million < millions; million++) {
                statement.execute("create temporary table ended as "
                        + "select uuidv7(-(random() * interval '2 days')) as id from generate_series(1, " + CHUNK
                        + ")");
                statement.execute(EVENTS);
                statement.execute(ENDS);
                statement.execute(ATTEMPTS);
                statement.execute("drop table ended");
                System.out.printf("%d of %d million%n", million + 1, millions);
            }
            statement.execute("vacuum (analyze) event, settled_invocation, attempt");
            statement.execute("checkpoint");
        }
    }

    private static final String EVENTS = """
            insert into event (id, function_name, source, occurred_at, accepted_at, attributes, payload)
            select id, 'noop', 'glowplug:invoke', uuid_extract_timestamp(id), uuid_extract_timestamp(id), '{}', '\\x7b7d'
            from ended
            """;

    private static final String ENDS = """
            insert into settled_invocation
                (id, event_id, function_name, kind, status, attempts, accepted_at, ended_at, executed_version)
            select id, id, 'noop', 'async', 'succeeded', 1, uuid_extract_timestamp(id),
                uuid_extract_timestamp(id) + interval '5 ms', '$LATEST'
            from ended
            """;

    private static final String ATTEMPTS = """
            insert into attempt (invocation_id, attempt, outcome, node, started_at, ended_at, queued_us, duration_us)
            select id, 1, 'returned', 'bench', uuid_extract_timestamp(id), uuid_extract_timestamp(id) + interval '5 ms',
                100, 900
            from ended
            """;
}
