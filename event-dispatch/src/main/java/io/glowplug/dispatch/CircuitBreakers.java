// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Circuit breakers of triggers, the same on every node. */
public interface CircuitBreakers {

    /** Returns how the breaker of that trigger stands; empty while nothing has failed since it was made. */
    Optional<Status> find(UUID triggerId);

    /** Closes it now, and returns whether it was not closed. Failures are counted from zero again. */
    boolean close(UUID triggerId);

    /**
     * How a breaker stands.
     *
     * @param state {@code closed}; {@code open} while nothing is started; {@code half-open} while one invocation probes
     * @param failures how many attempts failed since the last success
     * @param openSince since when it is not closed, or null
     * @param probeAt when the next probe is due, or null
     * @param probes how many probes failed since it opened
     */
    record Status(
            String state,
            int failures,
            @Nullable Instant openSince,
            @Nullable Instant probeAt,
            int probes) {}
}
