// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Where triggers put their events. "Emit, and the checkpoint becomes durable with the event." */
public interface EventSink {

    /**
     * Stores events, their invocations, rejected records (as dead letters) and the checkpoint in one transaction.
     * Only after it returns {@link EmitResult.Accepted} may a connector acknowledge to its source. An event whose key
     * the trigger has emitted before is left out; its checkpoint is stored all the same.
     */
    EmitResult emit(Emission emission);

    /**
     * The same for a source in this database: {@code taking} reads and removes records there, within the transaction that
     * stores what it returns. So a crash neither loses a record nor doubles it, and no checkpoint has to say so.
     *
     * @param taking called under the lease, for the same binding; again from the start if the transaction has to be
     *     repeated
     */
    EmitResult emitTaken(TriggerLease lease, TriggerBinding binding, Supplier<Emission> taking);

    /** Returns the trigger's stored positions by partition; empty when it has none yet. */
    Map<String, String> checkpoints(UUID triggerId);

    /** Counts the trigger's invocations that are waiting or running, for a source that must not run too far ahead. */
    long openInvocations(UUID triggerId);

    /** Returns the trigger's ordering keys with at least so many invocations that are waiting or running. */
    Set<String> crowdedKeys(UUID triggerId, int atLeast);

    /** Counts the trigger's events that were left out because of their idempotency key. */
    DuplicateCounts duplicates(UUID triggerId);

    /**
     * Removes what is kept for reading on of a trigger that is gone for good (checkpoints, keys, the lease, ordering keys
     * that stand still, the circuit breaker), in the caller's transaction. Its events and their invocations stay.
     */
    void forget(UUID triggerId);
}
