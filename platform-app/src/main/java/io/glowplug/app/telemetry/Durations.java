// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Durations counted in classes that grow by the square root of two: 44 numbers from a quarter of a millisecond to beyond
 * the longest run, from which percentiles are read with an error below a fifth.
 */
final class Durations {

    static final int CLASSES = 44;

    private static final double FIRST_MICROS = 250;
    private static final double GROWTH = Math.sqrt(2);

    private Durations() {}

    static int classOf(long micros) {
        if (micros <= FIRST_MICROS) {
            return 0;
        }
        int index = (int) Math.ceil(Math.log(micros / FIRST_MICROS) / Math.log(GROWTH));
        return Math.min(index, CLASSES - 1);
    }

    /** Returns the duration, in milliseconds, that this share of the runs did not exceed; null if there were none. */
    static @Nullable Double percentileMs(long[] counts, double share) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        if (total == 0) {
            return null;
        }
        double rank = share * total;
        long before = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && before + counts[i] >= rank) {
                double within = (rank - before) / counts[i];
                double lower = i == 0 ? 0 : FIRST_MICROS * Math.pow(GROWTH, i - 1);
                double upper = FIRST_MICROS * Math.pow(GROWTH, i);
                return (lower + (upper - lower) * within) / 1000;
            }
            before += counts[i];
        }
        return FIRST_MICROS * Math.pow(GROWTH, counts.length - 1) / 1000;
    }
}
