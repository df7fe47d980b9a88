// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** How long after a node was killed by {@code kill -9} and started again what it was running runs again. */
final class RestartBenchmark implements Benchmark {

    private static final String RUNNING_AGAIN =
            "select exists (select from invocation where function_name = 'restart' and state = 'running' and attempt > 1)";

    @Override
    public void run(Platform platform, Report report) throws IOException, SQLException {
        Database database = platform.database().another("restart");
        Path directory = platform.dataDirectory().resolveSibling("restart");
        Map<String, String> settings = Map.of("GLOWPLUG_DISPATCH_DRAIN", "0s");
        try (Platform first = Platform.start(platform.jar(), directory, database, settings)) {
            Functions.createBusy(first, "restart");
            first.load().post("/api/v1/functions/restart/invocations", "{}", "Prefer: respond-async\r\n", 1, 1, 202);
            first.await("it runs", Duration.ofMinutes(1), () -> first.rest().ledger("restart", "inFlight") == 1);
            first.kill();
        }
        long start = System.nanoTime();
        try (Platform second = Platform.start(platform.jar(), directory, database, settings);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            double ready = (System.nanoTime() - start) / 1e6;
            second.await("it runs again", Duration.ofMinutes(1), () -> isTrue(statement));
            double again = (System.nanoTime() - start) / 1e6;
            report.add(
                    "killed and started again, until what it ran runs again",
                    again,
                    "ms",
                    "until it is ready ms",
                    ready);
        }
    }

    private static boolean isTrue(Statement statement) {
        try (ResultSet row = statement.executeQuery(RUNNING_AGAIN)) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
