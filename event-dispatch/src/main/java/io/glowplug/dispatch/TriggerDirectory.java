// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.RetryPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the dispatch has to know of triggers. Implemented by the trigger module, answered from memory. */
public interface TriggerDirectory {

    /** Returns the retry policy of that trigger, or empty when there is no such trigger any more. */
    Optional<RetryPolicy> retryPolicyOf(UUID triggerId);

    /** Triggers whose waiting invocations must not be started now. */
    Set<UUID> paused();

    /** Says how batches of that trigger are taken apart; as a whole when there is no such trigger any more. */
    default BatchFailures batchFailuresOf(UUID triggerId) {
        return BatchFailures.WHOLE;
    }

    /** Says how events of that trigger are delivered; by default when there is no such trigger any more. */
    default DeliverySettings deliveryOf(UUID triggerId) {
        return DeliverySettings.DEFAULT;
    }

    /** Triggers with a maximum concurrency or a circuit breaker; only these cost a lease anything more. */
    default Map<UUID, DeliverySettings> guarded() {
        return Map.of();
    }

    /** Writes a notice into the trigger's time line. It is for people: that it cannot be stored stops nothing. */
    default void note(UUID triggerId, String what, String detail) {}
}
