// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Violations;
import org.jspecify.annotations.Nullable;

/**
 * How a trigger's events are handed to its function.
 *
 * @param maxConcurrency how many of them run at the same time at most, on all nodes together, 1 to 1,000; null for no
 *     bound of the trigger's own
 * @param circuitBreaker null for none
 */
public record DeliverySettings(
        OnDeadLetter onDeadLetter,
        @Nullable Integer maxConcurrency,
        @Nullable CircuitBreakerSettings circuitBreaker) {

    public static final DeliverySettings DEFAULT = new DeliverySettings(OnDeadLetter.CONTINUE, null, null);

    public DeliverySettings {
        if (maxConcurrency != null) {
            Violations.of().range("maxConcurrency", maxConcurrency, 1, 1_000).refuseIfAny();
        }
    }

    /** Says whether a lease has to look at more than what is due. */
    public boolean guarded() {
        return maxConcurrency != null || circuitBreaker != null;
    }
}
