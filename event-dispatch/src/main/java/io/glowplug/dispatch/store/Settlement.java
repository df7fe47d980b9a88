// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.CircuitBreakerSettings;
import io.glowplug.dispatch.transition.InvocationState;
import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a leased invocation.
 *
 * @param attempt null when it ended without being attempted
 * @param answer what the function answered, or null where it did not
 * @param dead what its dead letter holds, or null where that is the whole event
 * @param vote what it means for the circuit breaker of its trigger, or null if nothing
 */
public record Settlement(
        LeasedInvocation invocation,
        InvocationState next,
        @Nullable AttemptRow attempt,
        @Nullable Payload answer,
        Instant at,
        @Nullable DeadRecords dead,
        @Nullable Vote vote) {

    /** A settlement without an answer. */
    public Settlement(LeasedInvocation invocation, InvocationState next, @Nullable AttemptRow attempt, Instant at) {
        this(invocation, next, attempt, null, at, null, null);
    }

    /**
     * Those records of a batch that have not succeeded.
     *
     * @param attributes the attributes that say which ones they are
     */
    public record DeadRecords(Payload payload, Map<String, String> attributes) {}

    /** Whether the function worked, for a trigger that has a circuit breaker. */
    public record Vote(CircuitBreakerSettings settings, boolean succeeded) {}
}
