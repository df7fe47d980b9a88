// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.RecordLayout;
import io.glowplug.dispatch.batch.Remainder;
import io.glowplug.dispatch.ordering.OrderedKey;
import io.glowplug.dispatch.transition.Budget;
import io.glowplug.dispatch.transition.InvocationState.Running;
import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invocation that this node has the lease of, with all it takes to run it.
 *
 * @param payload as its column has it, see {@link io.glowplug.dispatch.payload.Payloads}; null when it waited for so
 *     long that its event's partition is gone
 * @param acceptedAt since when its age counts: its acceptance, or the later time it was to be delivered at
 * @param records where the records of a batch are in the payload, or null
 * @param left what is left of the batch, or null for all of it
 * @param probes whether it only finds out if the function works again
 */
public record LeasedInvocation(
        UUID id,
        String functionName,
        @Nullable String qualifier,
        @Nullable UUID triggerId,
        @Nullable String orderingKey,
        int attempt,
        Budget spent,
        Instant acceptedAt,
        @Nullable Payload payload,
        @Nullable String traceId,
        @Nullable RecordLayout records,
        @Nullable Remainder left,
        boolean probes) {

    /** The ordering key that it stands in, or null. */
    public @Nullable OrderedKey key() {
        return OrderedKey.of(functionName, triggerId, orderingKey);
    }

    /** What its settlement has to find in its place. */
    public Fence fence() {
        return new Fence(id, attempt);
    }

    public Running state() {
        return new Running(id, attempt, spent, acceptedAt, left);
    }
}
