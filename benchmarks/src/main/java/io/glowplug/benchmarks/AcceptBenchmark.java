// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** How many events a second are durable, over HTTP, beside inserting rows of the same size in batches of 100. */
final class AcceptBenchmark implements Benchmark {

    private static final String BODY = "{\"order\":4711,\"text\":\"" + "x".repeat(270) + "\"}";
    private static final String ASYNC = "Prefer: respond-async\r\n";
    private static final int WARM_UP = 60_000;
    private static final int REQUESTS = 60_000;

    @Override
    public void run(Platform platform, Report report) throws IOException, SQLException {
        double raw = batchedInserts(platform.database());
        whileNothingRunsThem(platform, report, raw);
        whileTheyAreRun(platform, report, raw);
    }

    /** On a node of its own, whose only function has its hands full: what is accepted waits. */
    private static void whileNothingRunsThem(Platform platform, Report report, double raw)
            throws IOException, SQLException {
        Database database = platform.database().another("accept");
        Path directory = platform.dataDirectory().resolveSibling("accept");
        try (Platform busy =
                Platform.start(platform.jar(), directory, database, Map.of("GLOWPLUG_DISPATCH_DRAIN", "0s"))) {
            Functions.createBusy(busy, "busy");
            String path = "/api/v1/functions/busy/invocations";
            busy.load().post(path, BODY, ASYNC, 64, WARM_UP, 202);
            for (int callers : new int[] {8, 64}) {
                double perSecond = busy.load()
                        .post(path, BODY, ASYNC, callers, REQUESTS, 202)
                        .perSecond();
                report.add(
                        "durable accepts over HTTP, " + callers + " callers",
                        perSecond,
                        "/s",
                        "batched SQL inserts of the same rows /s",
                        raw);
            }
        }
    }

    private static void whileTheyAreRun(Platform platform, Report report, double raw) {
        Functions.NODEJS.create(platform, "accept");
        String path = "/api/v1/functions/accept/invocations";
        platform.load().post(path, BODY, ASYNC, 64, WARM_UP, 202);
        double perSecond =
                platform.load().post(path, BODY, ASYNC, 64, REQUESTS, 202).perSecond();
        report.add(
                "durable accepts over HTTP while they are run, 64 callers",
                perSecond,
                "/s",
                "batched SQL inserts of the same rows /s",
                raw);
        platform.awaitNothingOpen("accept");
    }

    private static double batchedInserts(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            connection
                    .createStatement()
                    .execute("create table raw_event (id uuid primary key, payload bytea not null)");
            connection.setAutoCommit(false);
            insert(connection, 100);
            long start = System.nanoTime();
            insert(connection, 500);
            double perSecond = 50_000 / ((System.nanoTime() - start) / 1e9);
            connection.createStatement().execute("drop table raw_event");
            connection.commit();
            return perSecond;
        }
    }

    private static void insert(Connection connection, int commits) throws SQLException {
        byte[] payload = BODY.getBytes(StandardCharsets.UTF_8);
        try (PreparedStatement insert =
                connection.prepareStatement("insert into raw_event select * from unnest(?::uuid[], ?::bytea[])")) {
            for (int commit = 0; commit < commits; commit++) {
                UUID[] ids = new UUID[100];
                byte[][] payloads = new byte[100][];
                for (int row = 0; row < 100; row++) {
                    ids[row] = UuidCreator.getTimeOrderedEpochPlus1();
                    payloads[row] = payload;
                }
                insert.setArray(1, connection.createArrayOf("uuid", ids));
                insert.setArray(2, connection.createArrayOf("bytea", payloads));
                insert.executeUpdate();
                connection.commit();
            }
        }
    }
}
