// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import io.glowplug.registry.RetryPolicy;
import java.time.Duration;
import java.util.UUID;

/** How long to wait before the next attempt. */
final class BackOff {

    private static final Duration FIRST_FREE = Duration.ofSeconds(1);
    private static final Duration LONGEST_FREE = Duration.ofMinutes(5);
    private static final double JITTER = 0.1;

    private BackOff() {}

    /** The policy's wait before the n-th retry: doubled each time, up to its maximum. */
    static Duration beforeRetry(RetryPolicy policy, int retry) {
        return doubled(
                Duration.ofSeconds(policy.minBackoffSeconds()), retry, Duration.ofSeconds(policy.maxBackoffSeconds()));
    }

    /**
     * The wait after a throttle or a fault of the platform: 1 second doubled up to 5 minutes, as Lambda does.
     * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
     */
    static Duration afterFreeAttempt(int freeAttempts) {
        return doubled(FIRST_FREE, freeAttempts, LONGEST_FREE);
    }

    /**
     * Adds up to a tenth, so that what failed together does not come back together. The amount is drawn from the
     * invocation's id and attempt, which keeps the decision a pure function; a wait of zero stays zero.
     */
    static Duration spread(Duration wait, UUID invocationId, int attempt) {
        long drawn = mix(invocationId.getLeastSignificantBits() + attempt * 0x9E3779B97F4A7C15L) >>> 11;
        double share = drawn * 0x1.0p-53;
        return wait.plusNanos((long) (wait.toNanos() * JITTER * share));
    }

    private static Duration doubled(Duration first, int times, Duration longest) {
        int shift = Math.clamp(times - 1L, 0, 30);
        Duration wait = first.multipliedBy(1L << shift);
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /** Finalisation step of the SplitMix64 generator: neighbouring inputs give unrelated outputs. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
