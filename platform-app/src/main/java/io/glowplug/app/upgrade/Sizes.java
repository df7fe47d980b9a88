// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.upgrade;

import java.time.Duration;
import java.util.Locale;

/** Sizes and durations as people read them. */
final class Sizes {

    private Sizes() {}

    static String bytes(long bytes) {
        if (bytes < 1L << 20) {
            return Math.max(1, bytes >> 10) + " KiB";
        }
        return bytes < 1L << 30
                ? (bytes >> 20) + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    static String about(Duration duration) {
        if (duration.toSeconds() < 1) {
            return "less than a second";
        }
        return duration.toSeconds() < 120
                ? "about " + duration.toSeconds() + " s"
                : "about " + duration.toMinutes() + " min";
    }
}
