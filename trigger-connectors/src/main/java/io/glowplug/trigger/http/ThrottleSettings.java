// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.glowplug.registry.Violations;
import org.jspecify.annotations.Nullable;

/**
 * How many requests each node lets through.
 *
 * @param ratePerSecond in the long run
 * @param burst at once
 */
record ThrottleSettings(double ratePerSecond, int burst) {

    private static final double LOWEST_RATE = 0.01;
    private static final double HIGHEST_RATE = 1_000_000;
    private static final int HIGHEST_BURST = 1_000_000;

    @JsonCreator
    static ThrottleSettings read(@Nullable Double ratePerSecond, @Nullable Integer burst) {
        Violations.of()
                .check(
                        ratePerSecond != null && ratePerSecond >= LOWEST_RATE && ratePerSecond <= HIGHEST_RATE,
                        "throttle.ratePerSecond",
                        "is required and must be between 0.01 and 1000000")
                .range("throttle.burst", burst == null ? 1 : burst, 1, HIGHEST_BURST)
                .refuseIfAny();
        double rate = ratePerSecond == null ? 1 : ratePerSecond;
        return new ThrottleSettings(rate, burst == null ? (int) Math.max(1, Math.ceil(rate)) : burst);
    }
}
