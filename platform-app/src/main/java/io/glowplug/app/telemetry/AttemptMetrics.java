// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of attempts, on all nodes together, for charts. Counts reach the database within seconds; a node that dies
 * takes those few seconds with it, so these are no ledger.
 */
public interface AttemptMetrics {

    /** Returns the spans in which there was anything, in order; {@code part} is the start of each. */
    List<Point> series(@Nullable String function, Instant from, Instant to, Duration step);

    /** Returns the functions of which there was anything, by name; {@code part} is the name. */
    List<Point> byFunction(@Nullable String function, Instant from, Instant to);

    /** Counts of a span of time or of a function. */
    @SuppressWarnings("ArrayRecordComponent")
    record Point(
            String part,
            long returned,
            long failed,
            long throttled,
            long platformFailed,
            long coldStarts,
            long initMicros,
            long queuedMicros,
            long[] durations) {

        public long ran() {
            return returned + failed;
        }

        /** Returns the duration of the handler, in milliseconds, that this share of the runs did not exceed. */
        public @Nullable Double percentileMs(double share) {
            return Durations.percentileMs(durations, share);
        }

        /** Returns the mean initialisation of those that had to wait for one, in milliseconds. */
        public @Nullable Double meanInitMs() {
            return coldStarts == 0 ? null : initMicros / 1000.0 / coldStarts;
        }

        public @Nullable Double meanQueuedMs() {
            return ran() == 0 ? null : queuedMicros / 1000.0 / ran();
        }
    }
}
