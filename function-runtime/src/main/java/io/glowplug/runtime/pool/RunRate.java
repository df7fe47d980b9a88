// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

/** How many runs end per second, measured over the last few tenths of a second. */
final class RunRate {

    private static final double WEIGHT_OF_NEWEST = 0.3;

    private long ended;
    private long measuredNanos = System.nanoTime();
    private double perSecond;

    void ended() {
        ended++;
    }

    void measure(long nowNanos) {
        long elapsed = nowNanos - measuredNanos;
        if (elapsed > 0) {
            perSecond += WEIGHT_OF_NEWEST * (ended * 1e9 / elapsed - perSecond);
            ended = 0;
            measuredNanos = nowNanos;
        }
    }

    double perSecond() {
        return perSecond;
    }
}
