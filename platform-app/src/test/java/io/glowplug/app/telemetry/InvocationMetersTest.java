// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionInvoker;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.RunReport;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InvocationMetersTest {

    private static final FunctionVersion RESIZE = new FunctionVersion(
            new UUID(0, 1),
            "resize",
            FunctionVersion.LATEST,
            1,
            new FunctionConfiguration(
                    FunctionRuntime.parse("python3.11").orElseThrow(),
                    "index.handler",
                    128,
                    3,
                    512,
                    Map.of(),
                    "",
                    NetworkAccess.NONE),
            new CodePackage("0".repeat(64), 1, 1),
            RetryPolicy.DEFAULT);

    private static final Payload EMPTY = Payload.ofUtf8("{}");

    private static RunReport report(Duration init) {
        return new RunReport("e1", "$LATEST", Instant.EPOCH, Duration.ofMillis(1), init, Duration.ofMillis(20), 20, 40);
    }

    @Test
    void countsWhatPassesByFunctionAndOutcome() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        InvocationMeters meters = new InvocationMeters(registry);

        for (AttemptOutcome outcome : new AttemptOutcome[] {
            new AttemptOutcome.Returned(EMPTY, report(Duration.ofMillis(300))),
            new AttemptOutcome.Returned(EMPTY, report(null)),
            new AttemptOutcome.FunctionFailed("ValueError", "no cheese", EMPTY, report(null)),
            new AttemptOutcome.TimedOut("timed out", EMPTY, report(null)),
            new AttemptOutcome.Throttled("full"),
            new AttemptOutcome.PlatformFailed("broken"),
            new AttemptOutcome.Rejected("Runtime.Unavailable", "nobody serves it")
        }) {
            FunctionInvoker invoker =
                    new MeteredInvoker(request -> outcome, meters, new AttemptCounts(InstantSource.system()));
            assertThat(invoker.invoke(
                            new AttemptRequest(new UUID(0, 2), RESIZE, null, EMPTY, Duration.ZERO, null, null)))
                    .isSameAs(outcome);
        }

        assertThat(registry.scrape())
                .contains("glowplug_invocations_total{function=\"resize\",outcome=\"returned\"} 2.0")
                .contains("glowplug_invocations_total{function=\"resize\",outcome=\"function-failed\"} 1.0")
                .contains("glowplug_invocations_total{function=\"resize\",outcome=\"timed-out\"} 1.0")
                .contains("glowplug_invocations_total{function=\"resize\",outcome=\"platform-failed\"} 1.0")
                .contains("glowplug_invocations_total{function=\"resize\",outcome=\"rejected\"} 1.0")
                .contains("glowplug_throttles_total{function=\"resize\"} 1.0")
                .contains("glowplug_cold_starts_total{function=\"resize\",start=\"first\"} 1.0")
                .contains("glowplug_duration_seconds_count{function=\"resize\"} 4")
                .contains("glowplug_init_duration_seconds_count{function=\"resize\"} 1")
                .contains("glowplug_duration_seconds_bucket{function=\"resize\",le=\"0.025\"} 4");
    }
}
