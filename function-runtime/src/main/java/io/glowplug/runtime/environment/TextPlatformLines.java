// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.RunReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Lines in Lambda's words; all of them, since text has no levels. */
record TextPlatformLines(FunctionVersion version, InstantSource clock) implements PlatformLines {

    @Override
    public List<String> initStart() {
        return List.of(ReportLines.initStart(version));
    }

    @Override
    public List<String> initReport(Duration took, EndStatus status) {
        return List.of(ReportLines.initReport(took, text(status)));
    }

    @Override
    public List<String> start(UUID invocationId) {
        return List.of(ReportLines.start(invocationId, version));
    }

    @Override
    public List<String> timedOut(UUID invocationId) {
        return List.of(ReportLines.timedOut(
                clock.instant(), invocationId, version.configuration().timeoutSeconds()));
    }

    @Override
    public List<String> fault(String text) {
        return List.of(text);
    }

    @Override
    public List<String> end(UUID invocationId, RunReport report, EndStatus status) {
        return List.of(ReportLines.end(invocationId), ReportLines.report(invocationId, version, report) + text(status));
    }

    private static String text(EndStatus status) {
        return switch (status.kind()) {
            case SUCCESS, FAILURE -> "";
            case ERROR -> ReportLines.errorStatus(String.valueOf(status.errorType()));
            case TIMEOUT -> ReportLines.TIMEOUT_STATUS;
            case ENDED_BY_PLATFORM -> "Status: ended by the platform";
        };
    }
}
