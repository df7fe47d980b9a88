// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import java.time.Instant;

/** When what is sent becomes due: the first at {@code from}, each further one so many seconds later. */
record Pace(Instant now, Instant from, double gapSeconds) {

    private static final int LARGEST_PORTION = 500;
    private static final double NANOS = 1e9;

    /** The pace of the portion that is sent now: a rate that could not be kept is not made up for. */
    static Pace of(double ratePerSecond, Instant nextAt, Instant now) {
        Instant from = nextAt.isAfter(now) ? nextAt : now;
        return new Pace(now, from, ratePerSecond == 0 ? 0 : 1 / ratePerSecond);
    }

    Instant due(int position) {
        return from.plusNanos((long) (position * gapSeconds * NANOS));
    }

    /** What a second holds, so that a stop is heeded within one; without a rate as much as one transaction should do. */
    int portion() {
        return gapSeconds == 0 ? LARGEST_PORTION : Math.clamp((long) Math.ceil(1 / gapSeconds), 1, LARGEST_PORTION);
    }
}
