// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glowplug.app.PlatformHarness;
import io.glowplug.runtime.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AttemptMetricsTest {

    private static final Instant MINUTE = Instant.parse("2026-03-01T10:00:00Z");

    private final PlatformHarness platform = PlatformHarness.shared();
    private final AttemptCountStore store = platform.bean(AttemptCountStore.class);

    @Test
    void countsOfTwoNodesAreAddedUp() {
        for (int node = 0; node < 2; node++) {
            AttemptCounts counts = new AttemptCounts(() -> MINUTE.plusSeconds(30));
            counts.count("added-up", new AttemptOutcome.Throttled("no room"));
            counts.count("added-up", new AttemptOutcome.PlatformFailed("no node"));
            List<AttemptCounts.Cell> cells = counts.take();
            cells.getFirst().returned = 3;
            cells.getFirst().durations[Durations.classOf(10_000)] = 3;
            store.add(cells);
            assertThat(counts.take()).isEmpty();
        }

        AttemptMetrics.Point point = store.series("added-up", MINUTE, MINUTE.plusSeconds(60), Duration.ofMinutes(1))
                .getFirst();

        assertThat(point.returned()).isEqualTo(6);
        assertThat(point.throttled()).isEqualTo(2);
        assertThat(point.platformFailed()).isEqualTo(2);
        assertThat(Objects.requireNonNull(point.percentileMs(0.5))).isCloseTo(10, within(2.0));
        assertThat(store.byFunction("added-up", MINUTE, MINUTE.plusSeconds(60)))
                .singleElement()
                .extracting(AttemptMetrics.Point::part)
                .isEqualTo("added-up");
    }

    @Test
    void percentilesAreWithinAFifthOfTheTruth() {
        long[] counts = new long[Durations.CLASSES];
        for (int ms = 1; ms <= 1000; ms++) {
            counts[Durations.classOf(ms * 1000L)]++;
        }

        assertThat(Objects.requireNonNull(Durations.percentileMs(counts, 0.5))).isCloseTo(500, within(100.0));
        assertThat(Objects.requireNonNull(Durations.percentileMs(counts, 0.99))).isCloseTo(990, within(190.0));
        assertThat(Durations.percentileMs(new long[Durations.CLASSES], 0.5)).isNull();
        assertThat(Durations.classOf(Duration.ofHours(1).toNanos() / 1000)).isEqualTo(Durations.CLASSES - 1);
    }

    @Test
    void aSeriesIsCutIntoWholeMinutes() {
        AttemptCounts counts = new AttemptCounts(() -> MINUTE);
        counts.count("series", new AttemptOutcome.Throttled("no room"));
        store.add(counts.take());

        JsonNode series = PlatformHarness.json(platform.get(
                "/api/v1/metrics?function=series&points=4&from=2026-03-01T09:55:00Z&to=2026-03-01T10:05:00Z"));
        JsonNode functions = PlatformHarness.json(
                platform.get("/api/v1/metrics/functions?from=2026-03-01T09:55:00Z&to=2026-03-01T10:05:00Z"));

        assertThat(series.get("stepSeconds").asInt()).isEqualTo(180);
        assertThat(series.get("items").get(0).get("at").asString()).isEqualTo("2026-03-01T09:58:00Z");
        assertThat(series.get("items").get(0).get("counts").get("throttled").asInt())
                .isEqualTo(1);
        assertThat(functions.toString()).contains("\"series\"");
        assertThat(platform.get("/api/v1/metrics?from=2026-03-01T10:00:00Z&to=2026-02-01T10:00:00Z")
                        .statusCode())
                .isEqualTo(400);
        assertThat(platform.get("/api/v1/metrics?points=0").body()).contains("points");
    }
}
