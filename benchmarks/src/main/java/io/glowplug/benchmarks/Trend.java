// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import io.glowplug.benchmarks.SoakSample.Measure;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a measure goes: its mean, and how much it grows in an hour by the line of least squares. The first quarter of
 * the samples is left out, since caches and pools fill then.
 */
record Trend(double mean, double growthPerHour, double growthOverAll) {

    /** Growth over the whole time, as a share of the mean, up to which a measure counts as flat. */
    private static final double FLAT = 0.05;

    static Map<Measure, Trend> of(List<SoakSample> samples) {
        List<SoakSample> settled = samples.subList(samples.size() / 4, samples.size());
        Map<Measure, Trend> trends = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            trends.put(measure, of(settled, measure));
        }
        return trends;
    }

    private static Trend of(List<SoakSample> samples, Measure measure) {
        double time = 0;
        double value = 0;
        for (SoakSample sample : samples) {
            time += sample.seconds() / samples.size();
            value += sample.values().getOrDefault(measure, 0.0) / samples.size();
        }
        double both = 0;
        double square = 0;
        for (SoakSample sample : samples) {
            double ahead = sample.seconds() - time;
            both += ahead * (sample.values().getOrDefault(measure, 0.0) - value);
            square += ahead * ahead;
        }
        double perSecond = square == 0 ? 0 : both / square;
        double span = samples.isEmpty()
                ? 0
                : samples.getLast().seconds() - samples.getFirst().seconds();
        return new Trend(value, perSecond * 3600, perSecond * span);
    }

    private boolean isFlat() {
        return growthOverAll <= FLAT * mean;
    }

    String row(Measure measure) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.1f | %+,.1f an hour | %s |",
                measure.label(),
                mean,
                growthPerHour,
                isFlat() ? "flat" : "grows");
    }
}
