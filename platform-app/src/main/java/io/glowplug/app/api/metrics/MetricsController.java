// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.app.telemetry.AttemptMetrics;
import io.glowplug.app.telemetry.AttemptMetrics.Point;
import io.glowplug.registry.Violations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/metrics")
@Tag(name = "metrics", description = "What became of attempts, minute by minute, for eight days")
class MetricsController {

    private static final Duration DEFAULT_SPAN = Duration.ofHours(1);
    private static final Duration LONGEST_SPAN = Duration.ofDays(8);
    private static final int DEFAULT_POINTS = 60;
    private static final int MOST_POINTS = 500;

    private final AttemptMetrics metrics;
    private final InstantSource clock;

    MetricsController(AttemptMetrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Counts of a span of time or of a function.
     *
     * @param failed the function failed or timed out
     * @param platformFailed the platform failed, or could not run the function at all
     * @param p50Ms duration of the handler that half of the runs did not exceed, with an error below a fifth
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CountsAnswer(
            long returned,
            long failed,
            long throttled,
            long platformFailed,
            long coldStarts,
            @Nullable Double p50Ms,
            @Nullable Double p95Ms,
            @Nullable Double p99Ms,
            @Nullable Double meanInitMs,
            @Nullable Double meanQueuedMs) {

        static CountsAnswer of(Point point) {
            return new CountsAnswer(
                    point.returned(),
                    point.failed(),
                    point.throttled(),
                    point.platformFailed(),
                    point.coldStarts(),
                    point.percentileMs(0.50),
                    point.percentileMs(0.95),
                    point.percentileMs(0.99),
                    point.meanInitMs(),
                    point.meanQueuedMs());
        }
    }

    record PointAnswer(Instant at, CountsAnswer counts) {}

    /** Spans without any attempt are left out. */
    record SeriesAnswer(Instant from, Instant to, long stepSeconds, List<PointAnswer> items) {}

    record FunctionCountsAnswer(String function, CountsAnswer counts) {}

    record FunctionsAnswer(Instant from, Instant to, List<FunctionCountsAnswer> items) {}

    @GetMapping
    @Operation(
            summary = "Returns a time series of all attempts or of one function's",
            description = "The last hour unless from and to say otherwise; steps are whole minutes.")
    SeriesAnswer series(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable Integer points) {
        int wanted = points == null ? DEFAULT_POINTS : points;
        Violations.of().range("points", wanted, 1, MOST_POINTS).refuseIfAny();
        Span span = span(from, to);
        long minutes = Math.max(1, Math.ceilDiv(span.length().toMinutes(), wanted));
        Duration step = Duration.ofMinutes(minutes);
        List<PointAnswer> items = metrics.series(function, span.from, span.to, step).stream()
                .map(point -> new PointAnswer(Instant.parse(point.part()), CountsAnswer.of(point)))
                .toList();
        return new SeriesAnswer(span.from, span.to, step.toSeconds(), items);
    }

    @GetMapping("/functions")
    @Operation(summary = "Returns the sums of each function of which there was an attempt, by name")
    FunctionsAnswer functions(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to) {
        Span span = span(from, to);
        List<FunctionCountsAnswer> items = metrics.byFunction(function, span.from, span.to).stream()
                .map(point -> new FunctionCountsAnswer(point.part(), CountsAnswer.of(point)))
                .toList();
        return new FunctionsAnswer(span.from, span.to, items);
    }

    private record Span(Instant from, Instant to) {

        Duration length() {
            return Duration.between(from, to);
        }
    }

    private Span span(@Nullable Instant from, @Nullable Instant to) {
        Instant end =
                to == null ? clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES) : to;
        Instant start = (from == null ? end.minus(DEFAULT_SPAN) : from).truncatedTo(ChronoUnit.MINUTES);
        Violations.of()
                .check(start.isBefore(end), "from", "must be before to")
                .check(!start.plus(LONGEST_SPAN).isBefore(end), "from", "must be at most 8 days before to")
                .refuseIfAny();
        return new Span(start, end);
    }
}
