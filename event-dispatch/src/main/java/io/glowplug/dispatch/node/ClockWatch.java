// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds this node's clock against the database's. A question to the database is answered somewhere between two looks at
 * this node's clock; half of the way is the best guess, and half of the round trip is how wrong that can be. A clock is
 * called off only if it is beyond the limit however the trip was divided, so a slow network convicts nobody.
 */
public final class ClockWatch {

    private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

    private final InstantSource clock;
    private final Duration limit;
    private volatile @Nullable Duration offset;
    private volatile @Nullable Duration off;

    public ClockWatch(InstantSource clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * The time to write down: this node's own, and that of the database while this node's clock is off. So an event that
     * such a node accepts is due now, and not in an hour.
     */
    public InstantSource time() {
        return () -> {
            Duration correction = off;
            return correction == null ? clock.instant() : clock.instant().minus(correction);
        };
    }

    /** How far this node's clock is ahead of the database's, negative when it is behind; null before the first look. */
    @Nullable
    Duration offset() {
        return offset;
    }

    /** How far it is off, if that is over the limit. */
    Optional<Duration> beyondLimit() {
        return Optional.ofNullable(off);
    }

    /** Begins a look; the question to the database follows at once. */
    Look look() {
        return new Look(clock.instant(), System.nanoTime());
    }

    /** A question that is on its way. */
    final class Look {

        private final Instant before;
        private final long beganAt;

        private Look(Instant before, long beganAt) {
            this.before = before;
            this.beganAt = beganAt;
        }

        /** Ends the look with what the database's clock showed. */
        void answered(Instant database) {
            Duration trip = Duration.ofNanos(System.nanoTime() - beganAt);
            measured(Duration.between(database, before.plus(trip.dividedBy(2))), trip.dividedBy(2));
        }
    }

    /** A clock that is off has to come well below the limit to be trusted again, so that it does not flutter. */
    private void measured(Duration ahead, Duration uncertainty) {
        offset = ahead;
        if (ahead.abs().minus(uncertainty).compareTo(limit) > 0) {
            if (off == null) {
                log.error(
                        "This node's clock is {} the database's, more than {} ms: it takes no leases until that is put"
                                + " right",
                        inWords(ahead),
                        limit.toMillis());
            }
            off = ahead;
        } else if (off != null && ahead.abs().compareTo(limit.multipliedBy(3).dividedBy(4)) <= 0) {
            off = null;
            log.info("This node's clock agrees with the database's again; it takes leases");
        }
    }

    static String inWords(Duration ahead) {
        return "%d ms %s".formatted(ahead.abs().toMillis(), ahead.isNegative() ? "behind" : "ahead of");
    }
}
