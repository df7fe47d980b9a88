// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import io.glowplug.dispatch.CircuitBreakerSettings;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Decides what an attempt means for the circuit breaker of its trigger. */
public final class BreakerTransitions {

    private BreakerTransitions() {}

    /**
     * Returns how the breaker stands after an attempt in which the function was entered. A success closes it, whichever
     * attempt it was. While it is not closed, only the probe's failure counts: others began before it opened.
     */
    public static Breaker after(
            Breaker breaker, UUID invocationId, boolean succeeded, CircuitBreakerSettings settings, Instant now) {
        if (succeeded) {
            return Breaker.CLOSED;
        }
        return switch (breaker.state()) {
            case CLOSED -> {
                int failures = breaker.failures() + 1;
                yield failures < settings.failures()
                        ? new Breaker(Breaker.State.CLOSED, failures, 0, null, null, null)
                        : opened(failures, 1, now, settings, now);
            }
            case OPEN -> breaker;
            case HALF_OPEN ->
                invocationId.equals(breaker.probe())
                        ? opened(
                                breaker.failures() + 1,
                                breaker.openings() + 1,
                                Objects.requireNonNull(breaker.openSince(), "open since when"),
                                settings,
                                now)
                        : breaker;
        };
    }

    private static Breaker opened(
            int failures, int openings, Instant since, CircuitBreakerSettings settings, Instant now) {
        long wait = (long) settings.probeAfterSeconds() << Math.min(openings - 1, 20);
        Instant probeAt = now.plusSeconds(Math.min(wait, settings.longestProbeSeconds()));
        return new Breaker(Breaker.State.OPEN, failures, openings, since, probeAt, null);
    }
}
