// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

/**
 * How many attempts ended within the last tenth of a second or so. Attempts that take long do not make it large, however
 * many there are. Not safe for use by several threads.
 */
final class Pace {

    private static final long SPAN_NANOS = 100_000_000;

    private long spanBegan;
    private int ended;
    private int endedInSpanBefore;

    void ended(long nanoTime) {
        moveOn(nanoTime);
        ended++;
    }

    int lately(long nanoTime) {
        moveOn(nanoTime);
        return Math.max(ended, endedInSpanBefore);
    }

    private void moveOn(long nanoTime) {
        long since = nanoTime - spanBegan;
        if (since >= SPAN_NANOS) {
            endedInSpanBefore = since < 2 * SPAN_NANOS ? ended : 0;
            ended = 0;
            spanBegan = nanoTime;
        }
    }
}
