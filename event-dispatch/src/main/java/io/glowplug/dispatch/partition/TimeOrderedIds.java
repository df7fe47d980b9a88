// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import java.time.Instant;
import java.util.UUID;

/** What the ids of version 7 say about time: their first 48 bits are the milliseconds since 1970. */
public final class TimeOrderedIds {

    private static final long MAX_MILLIS = (1L << 48) - 1;

    private TimeOrderedIds() {}

    /**
     * Returns a bound that is not above any id made at that millisecond or later, and above every id made before it,
     * as PostgreSQL compares them. Instants that no id can have count as the nearest one that it can.
     */
    public static UUID lowerBound(Instant instant) {
        return new UUID(Math.clamp(millis(instant), 0, MAX_MILLIS) << 16, 0);
    }

    private static long millis(Instant instant) {
        long seconds = Math.clamp(instant.getEpochSecond(), -1, MAX_MILLIS / 1000 + 1);
        return seconds * 1000 + instant.getNano() / 1_000_000;
    }
}
