// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many are sent again.
 *
 * @param ratePerSecond at most that many become due in each second, 0.001 to 100,000; 0 for as fast as possible
 * @param startAt when to begin, at most a year ahead; null, or an instant that has passed, for now
 */
public record ResendTerms(
        Redirection to, double ratePerSecond, @Nullable Instant startAt) {

    /** All of them now, back to where they were addressed to. */
    public static final ResendTerms AT_ONCE = new ResendTerms(Redirection.NONE, 0, null);
}
