// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.RunReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts attempts by function and outcome, as Lambda's metrics of the same names do: a throttle is neither an invocation
 * nor an error (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html).
 */
final class InvocationMeters {

    private static final String FUNCTION = "function";

    private final MeterRegistry registry;
    private final Map<String, FunctionMeters> byFunction = new ConcurrentHashMap<>();

    InvocationMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(String function, AttemptOutcome outcome) {
        FunctionMeters meters = byFunction.computeIfAbsent(function, name -> new FunctionMeters(registry, name));
        switch (outcome) {
            case AttemptOutcome.Returned returned -> meters.ran(meters.returned, returned.report());
            case AttemptOutcome.FunctionFailed failed -> meters.ran(meters.failed, failed.report());
            case AttemptOutcome.TimedOut timedOut -> meters.ran(meters.timedOut, timedOut.report());
            case AttemptOutcome.Throttled _ -> meters.throttles.increment();
            case AttemptOutcome.PlatformFailed _ -> meters.platformFailed.increment();
            case AttemptOutcome.Rejected _ -> meters.rejected.increment();
        }
    }

    private static final class FunctionMeters {

        final Counter returned;
        final Counter failed;
        final Counter timedOut;
        final Counter platformFailed;
        final Counter rejected;
        final Counter throttles;
        private final MeterRegistry registry;
        private final String function;
        private final Map<String, Counter> coldStarts = new ConcurrentHashMap<>();
        private final Timer duration;
        private final Timer initDuration;
        private final Timer queued;

        FunctionMeters(MeterRegistry registry, String function) {
            this.registry = registry;
            this.function = function;
            returned = outcome(registry, function, "returned");
            failed = outcome(registry, function, "function-failed");
            timedOut = outcome(registry, function, "timed-out");
            platformFailed = outcome(registry, function, "platform-failed");
            rejected = outcome(registry, function, "rejected");
            throttles = Counter.builder("glowplug.throttles")
                    .description("Attempts refused for lack of capacity")
                    .tag(FUNCTION, function)
                    .register(registry);
            duration = timer(registry, function, "glowplug.duration", "Time of the handler");
            initDuration = timer(registry, function, "glowplug.init.duration", "Time of the initialisation");
            queued = timer(registry, function, "glowplug.queued", "Wait for an execution environment");
        }

        private Counter coldStarts(String start) {
            return Counter.builder("glowplug.cold.starts")
                    .description("Attempts that had to wait for a new execution environment, by why it was started")
                    .tag(FUNCTION, function)
                    .tag("start", start)
                    .register(registry);
        }

        private static Counter outcome(MeterRegistry registry, String function, String outcome) {
            return Counter.builder("glowplug.invocations")
                    .description("Attempts by how they ended")
                    .tag(FUNCTION, function)
                    .tag("outcome", outcome)
                    .register(registry);
        }

        private static Timer timer(MeterRegistry registry, String function, String name, String description) {
            return Timer.builder(name)
                    .description(description)
                    .tag(FUNCTION, function)
                    .serviceLevelObjectives(
                            Duration.ofMillis(1),
                            Duration.ofMillis(5),
                            Duration.ofMillis(25),
                            Duration.ofMillis(100),
                            Duration.ofMillis(500),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(10),
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(5))
                    .register(registry);
        }

        void ran(Counter outcome, RunReport report) {
            outcome.increment();
            duration.record(report.duration());
            queued.record(report.queued());
            if (report.init() != null) {
                coldStarts.computeIfAbsent(report.start(), this::coldStarts).increment();
                initDuration.record(report.init());
            }
        }
    }
}
