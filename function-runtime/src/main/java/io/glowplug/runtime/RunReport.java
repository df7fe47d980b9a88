// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt cost.
 *
 * @param environmentId name of the execution environment
 * @param executedVersion {@code $LATEST} or a number
 * @param startedAt when the handler was handed the event (or initialisation began, if it never was)
 * @param queued time spent waiting for an environment, initialisation not counted
 * @param init time of the initialisation, only when this attempt caused a cold start
 * @param duration time of the handler
 * @param billedMillis duration rounded up to the next millisecond
 * @param maxMemoryMb highest memory use of the environment so far, in MiB
 * @param streamedBytes what the function streamed, whole or not and taken or not, or null if it did not stream
 * @param start {@link #WARM}, or why the environment had to be started, a {@link StartCause#label()}, followed by
 *     {@code -ahead} if its interpreter had been waiting for a function
 */
public record RunReport(
        String environmentId,
        String executedVersion,
        Instant startedAt,
        Duration queued,
        @Nullable Duration init,
        Duration duration,
        long billedMillis,
        int maxMemoryMb,
        @Nullable Long streamedBytes,
        String start) {

    public static final String WARM = "warm";

    /** The report of an attempt that did not stream. */
    public RunReport(
            String environmentId,
            String executedVersion,
            Instant startedAt,
            Duration queued,
            @Nullable Duration init,
            Duration duration,
            long billedMillis,
            int maxMemoryMb) {
        this(
                environmentId,
                executedVersion,
                startedAt,
                queued,
                init,
                duration,
                billedMillis,
                maxMemoryMb,
                null,
                init == null ? WARM : StartCause.FIRST.label());
    }

    public boolean coldStart() {
        return init != null;
    }
}
