// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Violations;

/**
 * When a trigger stops calling a function that only fails.
 *
 * @param failures how many attempts fail in a row, without a success between them, before it opens; 1 to 1,000
 * @param probeAfterSeconds wait before the first probe, 1 to 3,600; doubled after each probe that fails
 * @param longestProbeSeconds upper bound of that wait, at least {@code probeAfterSeconds}, at most 86,400
 */
public record CircuitBreakerSettings(int failures, int probeAfterSeconds, int longestProbeSeconds) {

    public static final int DEFAULT_FAILURES = 20;
    public static final int DEFAULT_PROBE_AFTER_SECONDS = 60;
    public static final int DEFAULT_LONGEST_PROBE_SECONDS = 900;

    public CircuitBreakerSettings {
        Violations.of()
                .range("failures", failures, 1, 1_000)
                .range("probeAfterSeconds", probeAfterSeconds, 1, 3_600)
                .range("longestProbeSeconds", longestProbeSeconds, probeAfterSeconds, 86_400)
                .refuseIfAny();
    }
}
