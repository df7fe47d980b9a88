// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delay;

import io.glowplug.registry.RefusedException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far ahead a delivery may be asked for. */
public final class DelayRules {

    private static final Duration LONGEST = Duration.ofDays(365);

    private DelayRules() {}

    /** Returns when to deliver, or null for at once; refuses what is more than a year ahead. */
    public static @Nullable Instant deliverAt(@Nullable Instant asked, Instant now) {
        if (asked == null || !asked.isAfter(now)) {
            return null;
        }
        if (asked.isAfter(now.plus(LONGEST))) {
            throw RefusedException.invalid("deliverAt", "must be at most 365 days ahead");
        }
        return asked;
    }
}
