// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import com.github.f4b6a3.uuid.UuidCreator;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What PostgreSQL does for a queue of nothing but one table: insert 100, claim 100, delete 100, a commit for each. */
public final class RawCycle {

    private static final int THREADS = 4;
    private static final int ROWS = 100;
    private static final String TABLE = """
            create table raw_job (id uuid primary key, state text not null default 'waiting', payload bytea not null);
            create index raw_job_waiting on raw_job (id) where state = 'waiting'
            """;
    private static final String INSERT =
            "insert into raw_job (id, payload) select * from unnest(?::uuid[], ?::bytea[])";
    private static final String CLAIM = """
            with due as materialized (
                select id from raw_job where state = 'waiting' order by id limit 100 for update skip locked)
            update raw_job set state = 'running' where id = any (array(select id from due)) returning id, payload
            """;
    private static final String DELETE = "delete from raw_job where id = any (?)";

    private RawCycle() {}

    /** Returns how many rows a second go through. */
    public static double perSecond(String url, Duration window) throws SQLException, InterruptedException {
        try (HikariDataSource pool = Pools.of(url, THREADS + 1)) {
            try (Connection connection = pool.getConnection()) {
                connection.createStatement().execute(TABLE);
            }
            cycle(pool, window.dividedBy(2));
            return cycle(pool, window);
        }
    }

    private static double cycle(HikariDataSource pool, Duration window) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        long end = start + window.toNanos();
        long rows = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Long>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                all.add(threads.submit(() -> cycleUntil(pool, end)));
            }
            for (Future<Long> one : all) {
                rows += one.get();
            }
        } catch (ExecutionException e) {
            throw new SQLException(e);
        }
        return rows / ((System.nanoTime() - start) / 1e9);
    }

    private static long cycleUntil(HikariDataSource pool, long end) throws SQLException {
        byte[] payload = InProcessQueue.PAYLOAD.getBytes(StandardCharsets.UTF_8);
        long rows = 0;
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement delete = connection.prepareStatement(DELETE)) {
            while (System.nanoTime() < end) {
                UUID[] ids = new UUID[ROWS];
                byte[][] payloads = new byte[ROWS][];
                for (int row = 0; row < ROWS; row++) {
                    ids[row] = UuidCreator.getTimeOrderedEpochPlus1();
                    payloads[row] = payload;
                }
                insert.setArray(1, connection.createArrayOf("uuid", ids));
                insert.setArray(2, connection.createArrayOf("bytea", payloads));
                insert.executeUpdate();
                List<UUID> claimed = new ArrayList<>();
                try (var result = claim.executeQuery()) {
                    while (result.next()) {
                        claimed.add(result.getObject(1, UUID.class));
                        result.getBytes(2);
                    }
                }
                delete.setArray(1, connection.createArrayOf("uuid", claimed.toArray()));
                rows += delete.executeUpdate();
            }
        }
        return rows;
    }
}
