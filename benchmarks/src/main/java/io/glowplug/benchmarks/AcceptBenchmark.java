// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** How many events a second are durable, over HTTP, beside inserting rows of the same size in batches of 100. */
final class AcceptBenchmark implements Benchmark {

    private static final String BODY = "{\"order\":4711,\"text\":\"" + "x".repeat(270) + "\"}";
    private static final int REQUESTS = 40_000;

    @Override
    public void run(Platform platform, Report report) throws SQLException {
        double raw = batchedInserts(platform.database());
        for (int callers : new int[] {8, 64}) {
            String function = "accept-" + callers;
            Functions.NODEJS.create(platform, function);
            String path = "/api/v1/functions/" + function + "/invocations";
            platform.load().post(path, BODY, "Prefer: respond-async\r\n", callers, REQUESTS / 4, 202);
            Load.Result result = platform.load().post(path, BODY, "Prefer: respond-async\r\n", callers, REQUESTS, 202);
            report.add(
                    "durable accepts over HTTP while they are run, " + callers + " callers",
                    result.perSecond(),
                    "/s",
                    "batched SQL inserts of the same rows /s",
                    raw);
            platform.await(
                    "all are run",
                    Duration.ofMinutes(5),
                    () -> platform.rest().ledger(function, "succeeded") >= REQUESTS);
        }
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
