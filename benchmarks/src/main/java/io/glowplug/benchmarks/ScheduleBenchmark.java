// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** How late the events of schedules are in the ledger: many that are due at one instant, and one every minute alone. */
final class ScheduleBenchmark implements Benchmark {

    private static final int SCHEDULES = 2_000;
    private static final int CALLERS = 8;
    private static final InstantSource CLOCK = InstantSource.system();

    @Override
    public void run(Platform platform, Report report) throws IOException, SQLException {
        Functions.NODEJS.create(platform, "schedule");
        Instant due = CLOCK.instant().plusSeconds(90).truncatedTo(ChronoUnit.SECONDS);
        String at = due.atOffset(ZoneOffset.UTC).toLocalDateTime().truncatedTo(ChronoUnit.SECONDS) + "";
        String expression = "at(" + (at.length() == 16 ? at + ":00" : at) + ")";
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int number = 0; number < SCHEDULES; number++) {
                String body =
                        "{\"name\": \"at-%d\", \"function\": \"schedule\", \"type\": \"schedule\", \"settings\": {\"expression\": \"%s\"}}"
                                .formatted(number, expression);
                callers.execute(() -> platform.rest().post("/api/v1/triggers", body));
            }
        }
        double spare = Duration.between(CLOCK.instant(), due).toMillis();
        if (spare < 5_000) {
            throw new IllegalStateException("creating the schedules took until " + spare + " ms before they were due");
        }
        platform.await(
                "all schedules are fired",
                Duration.ofMinutes(4),
                () -> platform.rest().ledger("schedule", "accepted") >= SCHEDULES);
        try (Connection connection = platform.database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LATENESS)) {
            row.next();
            report.add(
                    SCHEDULES + " schedules due at one instant, until all are stored",
                    row.getDouble(1),
                    "ms",
                    "target ms",
                    1_000);
            report.add("the first of them", row.getDouble(2), "ms", "target ms", 5);
        }
    }

    private static final String LATENESS = """
            select extract(epoch from max(accepted_at - occurred_at)) * 1000,
                   extract(epoch from min(accepted_at - occurred_at)) * 1000
            from event where function_name = 'schedule'
            """;
}
