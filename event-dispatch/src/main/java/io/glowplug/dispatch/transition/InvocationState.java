// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.batch.Remainder;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an invocation stands; each state holds exactly what is known in it. "Retrying" is waiting with attempts. A
 * remainder that is null stands for the whole event.
 */
public sealed interface InvocationState {

    /** Due at {@code visibleAt}; {@code attempts} were made before. */
    record Waiting(
            int attempts,
            Budget spent,
            Instant visibleAt,
            @Nullable Remainder left) implements InvocationState {

        public Waiting(int attempts, Budget spent, Instant visibleAt) {
            this(attempts, spent, visibleAt, null);
        }
    }

    /**
     * Leased by a node.
     *
     * @param attempt the number of this attempt, which only rises and fences what is written about it
     */
    record Running(
            UUID id,
            int attempt,
            Budget spent,
            Instant acceptedAt,
            @Nullable Remainder left) implements InvocationState {

        public Running(UUID id, int attempt, Budget spent, Instant acceptedAt) {
            this(id, attempt, spent, acceptedAt, null);
        }

        /** The same attempt of a batch whose records are known. */
        public Running of(Remainder records) {
            return new Running(id, attempt, spent, acceptedAt, records);
        }
    }

    record Succeeded(int attempts) implements InvocationState {}

    /**
     * In the dead-letter queue.
     *
     * @param left whose {@link Remainder#unfinished()} records it holds
     * @param stopsKey whether its ordering key stands still from now on
     */
    record DeadLettered(
            int attempts, DeadLetterReason reason, @Nullable Remainder left, boolean stopsKey)
            implements InvocationState {

        public DeadLettered(int attempts, DeadLetterReason reason) {
            this(attempts, reason, null, false);
        }
    }

    /** Its age ran out. Kept among the dead letters, counted apart from them. */
    record Expired(int attempts, @Nullable Remainder left, boolean stopsKey) implements InvocationState {

        public Expired(int attempts) {
            this(attempts, null, false);
        }
    }

    /** Called off by a person while it waited. */
    record Cancelled(int attempts) implements InvocationState {}
}
