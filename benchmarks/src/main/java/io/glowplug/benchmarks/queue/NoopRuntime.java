// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.RunReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A registry of one function, and a runtime that calls the handler in its stead. */
record NoopRuntime(Runnable handler) {

    static final String FUNCTION = "noop";

    private static final InstantSource CLOCK = InstantSource.system();
    private static final FunctionVersion VERSION = new FunctionVersion(
            UUID.randomUUID(),
            FUNCTION,
            FunctionVersion.LATEST,
            1,
            new FunctionConfiguration(
                    FunctionRuntime.parse("nodejs20.x").orElseThrow(),
                    "index.handler",
                    128,
                    3,
                    512,
                    Map.of(),
                    "",
                    NetworkAccess.NONE),
            new CodePackage("0".repeat(64), 1, 1),
            RetryPolicy.DEFAULT);

    FunctionVersion resolve(String functionName, @Nullable String qualifier) {
        return VERSION;
    }

    AttemptOutcome invoke(AttemptRequest request) {
        handler.run();
        return new AttemptOutcome.Returned(
                Payload.NULL,
                new RunReport(
                        "in-process",
                        FunctionVersion.LATEST,
                        CLOCK.instant(),
                        Duration.ZERO,
                        null,
                        Duration.ZERO,
                        1,
                        1));
    }
}
