// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the ids of log lines: of version 7, from the line's own time, then a counter that keeps the lines of one
 * millisecond in the order in which they were written, then bits that tell nodes apart.
 */
class LogLineIds {

    /** A line with a time further off than this is filed under now, where there is a partition for it. */
    private static final Duration BELIEVABLE = Duration.ofDays(1);

    private static final int COUNTER_LOW_BITS = 30;
    private static final long COUNTER_LOW_MASK = (1L << COUNTER_LOW_BITS) - 1;

    private final AtomicLong counter = new AtomicLong();
    private final long nodeBits =
            Integer.toUnsignedLong(ThreadLocalRandom.current().nextInt());
    private final InstantSource time;

    LogLineIds(InstantSource time) {
        this.time = time;
    }

    UUID next(Instant lineTime) {
        Instant now = time.instant();
        boolean believable = lineTime.isAfter(now.minus(BELIEVABLE)) && lineTime.isBefore(now.plus(BELIEVABLE));
        long millis = (believable ? lineTime : now).toEpochMilli();
        long count = counter.getAndIncrement();
        long high = millis << 16 | 0x7000 | (count >>> COUNTER_LOW_BITS & 0xfff);
        long low = 0b10L << 62 | (count & COUNTER_LOW_MASK) << 32 | nodeBits;
        return new UUID(high, low);
    }
}
