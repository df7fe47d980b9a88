// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets through so many a second, and as many at once as have not been used. Lock-free; measures by monotonic time. */
public final class TokenBucket {

    private final long nanosEach;
    private final long depth;

    /** The time at which the bucket would be full again; what lies ahead of now has been taken. */
    private final AtomicLong fullAt;

    /** Makes one that is full. */
    public TokenBucket(double ratePerSecond, int burst) {
        this.nanosEach = Math.max(1, Math.round(1_000_000_000 / ratePerSecond));
        this.depth = nanosEach * burst;
        this.fullAt = new AtomicLong(System.nanoTime());
    }

    /** Takes one, and returns zero, or how long to wait until there is one. */
    public Duration take() {
        while (true) {
            long now = System.nanoTime();
            long before = fullAt.get();
            long base = before - now < 0 ? now : before;
            long after = base + nanosEach;
            long beyond = after - now - depth;
            if (beyond > 0) {
                return Duration.ofNanos(beyond);
            }
            if (fullAt.compareAndSet(before, after)) {
                return Duration.ZERO;
            }
        }
    }
}
