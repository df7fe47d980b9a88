// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

/** A mean in nanoseconds in which recent values weigh more. */
final class MovingAverage {

    private static final double WEIGHT_OF_NEWEST = 0.2;

    private double nanos;
    private boolean guessed = true;

    MovingAverage(long guessNanos) {
        this.nanos = guessNanos;
    }

    void add(long valueNanos) {
        nanos = guessed ? valueNanos : nanos + WEIGHT_OF_NEWEST * (valueNanos - nanos);
        guessed = false;
    }

    long nanos() {
        return (long) nanos;
    }
}
