// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.loop;

import io.glowplug.registry.DatabaseOutage;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a round on a virtual thread: at once, after each interval, and sooner when woken. A round that fails is logged,
 * unless the database is away, which is said elsewhere; short intervals grow up to a second while that lasts.
 */
public final class PeriodicLoop {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicLoop.class);
    private static final Duration LONGEST_GROWN = Duration.ofSeconds(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Duration interval;
    private final Runnable round;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile @Nullable Thread thread;

    public PeriodicLoop(String name, Duration interval, Runnable round) {
        this.name = name;
        this.interval = interval;
        this.round = round;
    }

    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofVirtual().name(name).unstarted(this::run);
            thread.start();
        }
    }

    /** Asks for a round as soon as the present one, if any, is over. */
    public void wake() {
        wakeUps.release();
    }

    /** Ends the loop and waits for its last round. */
    public synchronized void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        thread = null;
        wakeUps.release();
        try {
            if (!running.join(STOP_PATIENCE)) {
                LOG.warn("{} did not end within {}", name, STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        boolean failing = false;
        Duration wait = interval;
        while (Thread.currentThread().equals(thread)) {
            try {
                round.run();
                failing = false;
                wait = interval;
            } catch (RuntimeException e) {
                wait = grown(wait);
                logFailure(e, failing);
                failing = true;
            }
            pause(wait);
        }
    }

    /** A database that is away for an hour is no reason to fill a disk with stack traces. */
    private void logFailure(RuntimeException failure, boolean again) {
        if (DatabaseOutage.isBehind(failure)) {
            LOG.debug("{} waits for the database", name, failure);
        } else if (again) {
            LOG.warn("{} still fails: {}", name, failure.getMessage());
        } else {
            LOG.warn("{} failed and is tried again in {}", name, interval, failure);
        }
    }

    private Duration grown(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        Duration longest = interval.compareTo(LONGEST_GROWN) > 0 ? interval : LONGEST_GROWN;
        return DatabaseOutage.spread(doubled.compareTo(longest) < 0 ? doubled : longest);
    }

    private void pause(Duration wait) {
        try {
            boolean woken = wakeUps.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (woken) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException e) {
            thread = null;
        }
    }
}
