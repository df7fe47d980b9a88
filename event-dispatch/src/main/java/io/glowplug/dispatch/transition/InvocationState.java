// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import io.glowplug.dispatch.DeadLetterReason;
import java.time.Instant;
import java.util.UUID;

/** Where an invocation stands; each state holds exactly what is known in it. "Retrying" is waiting with attempts. */
public sealed interface InvocationState {

    /** Due at {@code visibleAt}; {@code attempts} were made before. */
    record Waiting(int attempts, Budget spent, Instant visibleAt) implements InvocationState {}

    /**
     * Leased by a node.
     *
     * @param attempt the number of this attempt, which only rises and fences what is written about it
     */
    record Running(UUID id, int attempt, Budget spent, Instant acceptedAt) implements InvocationState {}

    record Succeeded(int attempts) implements InvocationState {}

    record DeadLettered(int attempts, DeadLetterReason reason) implements InvocationState {}

    /** Its age ran out. Kept among the dead letters, counted apart from them. */
    record Expired(int attempts) implements InvocationState {}

    /** Called off by a person while it waited. */
    record Cancelled(int attempts) implements InvocationState {}
}
