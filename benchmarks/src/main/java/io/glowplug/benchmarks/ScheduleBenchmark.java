// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** How late the events of schedules are in the ledger: of one that is due every second, and of many at one instant. */
final class ScheduleBenchmark implements Benchmark {

    private static final int SCHEDULES = 10_000;
    private static final int SECONDS = 60;
    private static final int CALLERS = 8;
    private static final Duration AHEAD = Duration.ofMinutes(4);
    private static final String EVERY_SECOND = "every-second";
    private static final String AT_ONCE = "at-once";
    private static final InstantSource CLOCK = InstantSource.system();

    @Override
    public void run(Platform platform, Report report) throws IOException, SQLException {
        Functions.NODEJS.create(platform, EVERY_SECOND);
        Functions.NODEJS.create(platform, AT_ONCE);
        everySecond(platform, report);
        atOnce(platform, report);
    }

    private static void everySecond(Platform platform, Report report) throws SQLException {
        JsonNode trigger = createTrigger(platform, EVERY_SECOND, EVERY_SECOND, "rate(1 second)");
        awaitAccepted(platform, EVERY_SECOND, SECONDS, Duration.ofSeconds(3L * SECONDS));
        platform.rest().post("/api/v1/triggers/" + trigger.get("id").asString() + "/pause", "");
        report.add(
                "schedule of every second, median lateness",
                lateness(platform, EVERY_SECOND, 0.5),
                "ms",
                "target ms",
                5);
        report.add("the same, 99th percentile", lateness(platform, EVERY_SECOND, 0.99), "ms", "target ms", 5);
    }

    private static void atOnce(Platform platform, Report report) throws SQLException {
        Instant due = CLOCK.instant().plus(AHEAD).truncatedTo(ChronoUnit.SECONDS);
        String expression = "at(" + AT.format(due) + ")";
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int number = 0; number < SCHEDULES; number++) {
                String name = "at-" + number;
                callers.execute(() -> createTrigger(platform, name, AT_ONCE, expression));
            }
        }
        if (CLOCK.instant().isAfter(due.minusSeconds(5))) {
            throw new IllegalStateException("the schedules were not created before they were due");
        }
        awaitAccepted(platform, AT_ONCE, SCHEDULES, AHEAD.plusMinutes(2));
        report.add(
                "%,d schedules due at one instant: the first in the ledger".formatted(SCHEDULES),
                lateness(platform, AT_ONCE, 0),
                "ms",
                "target ms",
                5);
        report.add("half of them", lateness(platform, AT_ONCE, 0.5), "ms", "target ms", 1_000);
        report.add("all of them", lateness(platform, AT_ONCE, 1), "ms", "target ms", 1_000);
    }

    private static JsonNode createTrigger(Platform platform, String name, String function, String expression) {
        return platform.rest()
                .post(
                        "/api/v1/triggers",
                        "{\"name\": \"%s\", \"function\": \"%s\", \"type\": \"schedule\", \"settings\": {\"expression\": \"%s\"}}"
                                .formatted(name, function, expression));
    }

    private static void awaitAccepted(Platform platform, String function, int events, Duration patience) {
        platform.await(
                "the schedules of " + function + " are fired",
                patience,
                () -> platform.rest().ledger(function, "accepted") >= events);
    }

    private static double lateness(Platform platform, String function, double share) throws SQLException {
        try (Connection connection = platform.database().connect();
                PreparedStatement statement = connection.prepareStatement(LATENESS)) {
            statement.setDouble(1, share);
            statement.setString(2, function);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getDouble(1);
            }
        }
    }

    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String LATENESS = """
            select percentile_disc(?) within group (order by extract(epoch from accepted_at - occurred_at) * 1000)
            from event where function_name = ?
            """;
}
