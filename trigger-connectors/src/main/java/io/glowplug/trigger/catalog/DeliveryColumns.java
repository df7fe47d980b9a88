// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.dispatch.CircuitBreakerSettings;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.OnDeadLetter;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.jspecify.annotations.Nullable;

@Embeddable
record DeliveryColumns(
        @Enumerated(EnumType.STRING) OnDeadLetter onDeadLetter,
        @Nullable Integer maxConcurrency,
        @Nullable Integer breakerFailures,
        @Nullable Integer breakerProbeAfterSeconds,
        @Nullable Integer breakerLongestProbeSeconds) {

    static DeliveryColumns of(DeliverySettings settings) {
        CircuitBreakerSettings breaker = settings.circuitBreaker();
        return new DeliveryColumns(
                settings.onDeadLetter(),
                settings.maxConcurrency(),
                breaker == null ? null : breaker.failures(),
                breaker == null ? null : breaker.probeAfterSeconds(),
                breaker == null ? null : breaker.longestProbeSeconds());
    }

    DeliverySettings toSettings() {
        return new DeliverySettings(onDeadLetter, maxConcurrency, breaker());
    }

    private @Nullable CircuitBreakerSettings breaker() {
        return breakerFailures == null || breakerProbeAfterSeconds == null || breakerLongestProbeSeconds == null
                ? null
                : new CircuitBreakerSettings(breakerFailures, breakerProbeAfterSeconds, breakerLongestProbeSeconds);
    }
}
