// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that the database is away, and once that it is back. All loops and requests run into an outage at the same
 * time; what each of them would say is the same, so they say nothing.
 */
final class DatabaseWatch {

    private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

    private final AtomicLong inVain = new AtomicLong();
    private volatile long awaySince;
    private volatile boolean away;
    private long complainedAt = System.nanoTime() - BETWEEN_COMPLAINTS.toNanos();

    boolean isAway() {
        return away;
    }

    /** A connection was to be had. Called for each one, so it costs a look at a field. */
    void reached() {
        if (away) {
            back();
        }
    }

    private synchronized void back() {
        if (away) {
            away = false;
            log.info(
                    "The database is reached again after {} s; {} connections were asked for in vain",
                    Duration.ofNanos(System.nanoTime() - awaySince).toSeconds(),
                    inVain.getAndSet(0));
        }
    }

    void notReached(SQLException failure) {
        inVain.incrementAndGet();
        if (!away) {
            went(rootOf(failure));
        }
    }

    /** The server answers, and is a standby: it is of no use before a primary is found. */
    void foundStandby() {
        if (!away) {
            went("the server is a standby, or read-only");
        }
    }

    /** Every connection is in use: the node has more to do than its pool allows, or the database is slow. */
    synchronized void allInUse(int connections) {
        if (System.nanoTime() - complainedAt > BETWEEN_COMPLAINTS.toNanos()) {
            complainedAt = System.nanoTime();
            log.warn(
                    "All {} connections to the database were in use for longer than a request waits; requests are"
                            + " answered 503 (GLOWPLUG_DATABASE_POOL_SIZE)",
                    connections);
        }
    }

    private synchronized void went(@Nullable String reason) {
        if (!away) {
            away = true;
            awaySince = System.nanoTime();
            log.warn(
                    "The database cannot be reached: {}. What needs it is answered 503 and tried again until it is back;"
                            + " synchronous calls of functions known here go on",
                    reason);
        }
    }

    private static @Nullable String rootOf(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) { // a throwable is never its own cause
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
