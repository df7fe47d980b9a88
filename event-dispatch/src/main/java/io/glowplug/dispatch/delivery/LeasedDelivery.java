// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.delivery.wire.Outcome;
import io.glowplug.dispatch.store.Fence;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this node has the lease of.
 *
 * @param failures tries that spent the budget, before this one
 * @param since when its age began
 */
record LeasedDelivery(
        Outcome outcome,
        @Nullable UUID triggerId,
        int attempt,
        int failures,
        Instant since,
        @Nullable String hops,
        @Nullable String traceId,
        Target destination) {

    UUID id() {
        return outcome.invocationId();
    }

    /** What its settlement has to find in its place. */
    Fence fence() {
        return new Fence(id(), attempt);
    }

    /** The destination as it stood when the delivery was leased. */
    @SuppressWarnings("ArrayRecordComponent")
    record Target(
            UUID id, String type, String settings, String words, byte @Nullable [] secret, DeliveryPolicy policy) {}
}
