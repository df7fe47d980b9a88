// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** A queue that is a library in this process. */
abstract class InProcessQueue implements DurableQueue {

    static final String PAYLOAD = "{\"order\":4711,\"text\":\"" + "x".repeat(270) + "\"}";

    private static final Duration LATENCY_SPAN = Duration.ofSeconds(40);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DataSource database;

    InProcessQueue(DataSource database) {
        this.database = database;
    }

    /** Stores one job and returns once it is committed. */
    abstract void enqueue();

    /** Stores many, in the way that is quickest. */
    abstract void fill(int jobs);

    /** Starts to run jobs; calls the handler for each. */
    abstract void startWorking(Runnable handler);

    abstract void stopWorking();

    /** A query for whether any job has not ended yet. */
    abstract String anyOpen();

    @Override
    public final double acceptedPerSecond(int callers, Duration window) throws InterruptedException {
        accept(callers, window.dividedBy(2));
        return accept(callers, window);
    }

    private double accept(int callers, Duration window) throws InterruptedException {
        AtomicLong accepted = new AtomicLong();
        long start = System.nanoTime();
        long end = start + window.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (int caller = 0; caller < callers; caller++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        enqueue();
                        accepted.incrementAndGet();
                    }
                });
            }
        }
        return accepted.get() / ((System.nanoTime() - start) / 1e9);
    }

    @Override
    public final double drainedPerSecond(int jobs) throws InterruptedException, SQLException {
        fill(jobs);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze");
            AtomicLong first = new AtomicLong();
            CountDownLatch all = new CountDownLatch(jobs);
            startWorking(() -> {
                if (first.get() == 0) {
                    first.compareAndSet(0, System.nanoTime());
                }
                all.countDown();
            });
            try {
                if (!all.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(name() + " did not run " + all.getCount() + " jobs");
                }
                while (isAnyOpen(statement)) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
                return jobs / ((System.nanoTime() - first.get()) / 1e9);
            } finally {
                stopWorking();
            }
        }
    }

    private boolean isAnyOpen(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery(anyOpen())) {
            return result.next() && result.getBoolean(1);
        }
    }

    @Override
    public final Latency latency(int jobs) throws InterruptedException {
        SynchronousQueue<Long> entered = new SynchronousQueue<>();
        startWorking(() -> {
            try {
                entered.put(System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            double[] millis = new double[jobs];
            int measured = 0;
            long end = System.nanoTime() + LATENCY_SPAN.toNanos();
            while (measured < jobs && System.nanoTime() < end) { // some look for work every few seconds only
                long began = System.nanoTime();
                enqueue();
                Long at = entered.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (at == null) {
                    throw new IllegalStateException(name() + " did not run a job");
                }
                millis[measured++] = (at - began) / 1e6;
            }
            double[] warm = Arrays.copyOfRange(millis, measured / 4, measured);
            Arrays.sort(warm);
            return new Latency(warm[warm.length / 2], warm[(int) (warm.length * 0.99)]);
        } finally {
            stopWorking();
        }
    }
}
