// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.transition.InvocationState;
import io.glowplug.runtime.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a leased invocation.
 *
 * @param attempt null when it ended without being attempted
 * @param answer what the function answered, or null where it did not
 */
public record Settlement(
        LeasedInvocation invocation,
        InvocationState next,
        @Nullable AttemptRow attempt,
        @Nullable Payload answer,
        Instant at) {

    /** A settlement without an answer. */
    public Settlement(LeasedInvocation invocation, InvocationState next, @Nullable AttemptRow attempt, Instant at) {
        this(invocation, next, attempt, null, at);
    }
}
