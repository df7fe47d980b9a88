// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The database's time: as it was last heard, and since then by the timer that only runs forward. So a node whose own
 * clock is wrong, or is being set, neither takes the leases of others for expired nor its own for eternal. Until the
 * database is first heard it is this machine's time.
 *
 * <p>Ticks in microseconds, as PostgreSQL stores times: what is answered at once is what is read later.
 */
final class DatabaseClock implements InstantSource {

    /** Corrections of less are not worth a step. */
    private static final Duration TOLERANCE = Duration.ofMillis(2);

    private final LongSupplier nanoTime;
    private volatile Reading reading;

    /** An instant, and what the timer said then. */
    private record Reading(Instant instant, long nanos, boolean heard) {

        Instant at(long nanoTime) {
            return instant.plusNanos(nanoTime - nanos);
        }
    }

    DatabaseClock(InstantSource machine, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.reading = new Reading(machine.instant(), nanoTime.getAsLong(), false);
    }

    @Override
    public Instant instant() {
        return reading.at(nanoTime.getAsLong()).truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Takes over what the database said, unless that may be the present time anyway.
     *
     * @param askedAt what the timer said before the database was asked
     * @param answeredAt what it said afterwards; the answer was right at some moment between the two
     */
    synchronized void heard(Instant database, long askedAt, long answeredAt) {
        long middle = askedAt + (answeredAt - askedAt) / 2;
        Duration off = Duration.between(reading.at(middle), database).abs();
        Duration uncertain = Duration.ofNanos((answeredAt - askedAt) / 2).plus(TOLERANCE);
        if (!reading.heard() || off.compareTo(uncertain) > 0) {
            reading = new Reading(database, middle, true);
        }
    }
}
