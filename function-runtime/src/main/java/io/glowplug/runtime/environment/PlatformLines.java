// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.LogFormat;
import io.glowplug.runtime.RunReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** The platform's own lines in the log of one environment; an empty list where they are below the function's level. */
interface PlatformLines {

    static PlatformLines of(FunctionVersion version, InstantSource clock) {
        return version.configuration().logging().format() == LogFormat.JSON
                ? new JsonPlatformLines(version, clock)
                : new TextPlatformLines(version, clock);
    }

    List<String> initStart();

    List<String> initReport(Duration took, EndStatus status);

    List<String> start(UUID invocationId);

    List<String> timedOut(UUID invocationId);

    /** Something that went wrong, in words. */
    List<String> fault(String text);

    List<String> end(UUID invocationId, RunReport report, EndStatus status);
}
