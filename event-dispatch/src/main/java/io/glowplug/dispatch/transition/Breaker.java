// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a trigger's circuit breaker stands.
 *
 * @param failures how many attempts failed since the last success
 * @param openings how often it opened since it was last closed
 * @param openSince since when it is not closed, or null
 * @param probeAt when a probe is due, or was when it began; null while it is closed
 * @param probe the invocation that probes, or null
 */
public record Breaker(
        State state,
        int failures,
        int openings,
        @Nullable Instant openSince,
        @Nullable Instant probeAt,
        @Nullable UUID probe) {

    public static final Breaker CLOSED = new Breaker(State.CLOSED, 0, 0, null, null, null);

    /** Whether invocations of the trigger are started. */
    public enum State {
        /** They are. */
        CLOSED,
        /** None is. */
        OPEN,
        /** One is. */
        HALF_OPEN
    }
}
