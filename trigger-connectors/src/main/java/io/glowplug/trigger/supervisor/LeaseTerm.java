// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import java.time.Duration;

/** How long a lease can be counted on, by this machine's own monotonic clock: nobody has to be asked. */
final class LeaseTerm {

    private final Duration length;
    private volatile long beganAt;

    LeaseTerm(Duration length, long beganAtNanos) {
        this.length = length;
        this.beganAt = beganAtNanos;
    }

    /**
     * Counts from there on.
     *
     * @param beganAtNanos {@link System#nanoTime()} from before the lease was asked for
     */
    void renewed(long beganAtNanos) {
        beganAt = beganAtNanos;
    }

    /** The time after which the source has to be closed: the last third of the lease is left for closing. */
    Duration usableFor() {
        Duration passed = Duration.ofNanos(System.nanoTime() - beganAt);
        return length.multipliedBy(2).dividedBy(3).minus(passed);
    }
}
