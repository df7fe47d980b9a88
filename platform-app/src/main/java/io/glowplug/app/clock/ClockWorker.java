// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Asks the database for the time before anything else is started, and every few seconds from then on. While the database
 * is away the clock runs on; nothing can be leased then anyway.
 */
final class ClockWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWorker.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final Duration WORTH_A_WARNING = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final DatabaseClock clock;
    private final InstantSource machine;
    private @Nullable ScheduledExecutorService timer;
    private boolean warned;

    ClockWorker(JdbcClient jdbc, DatabaseClock clock, InstantSource machine) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.machine = machine;
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            ask();
            timer = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("clock").factory());
            var _ = timer.scheduleWithFixedDelay(
                    this::ask, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    /** Starts before all who look at the clock, and stops after them. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    private void ask() {
        try {
            long askedAt = System.nanoTime();
            Instant database = jdbc.sql("select clock_timestamp()")
                    .query(OffsetDateTime.class)
                    .single()
                    .toInstant();
            clock.heard(database, askedAt, System.nanoTime());
            warnOnce();
        } catch (DataAccessException away) {
            LOG.debug("The database did not tell the time", away);
        }
    }

    private void warnOnce() {
        Duration ahead = Duration.between(clock.instant(), machine.instant());
        boolean wrong = ahead.abs().compareTo(WORTH_A_WARNING) > 0;
        if (wrong && !warned) {
            LOG.warn(
                    "This machine's clock differs from the database's by {} ms; the node goes by the database's",
                    ahead.toMillis());
        }
        warned = wrong;
    }
}
