// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * The platform's own lines in a function's log, in Lambda's words:
 * https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html
 */
final class ReportLines {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ReportLines() {}

    static String initStart(FunctionVersion version) {
        return "INIT_START Runtime Version: " + version.configuration().runtime();
    }

    static String initReport(Duration init, String status) {
        return "INIT_REPORT Init Duration: " + millis(init) + " ms\tPhase: init\t" + status;
    }

    static String start(UUID invocationId, FunctionVersion version) {
        return "START RequestId: " + invocationId + " Version: " + version.version();
    }

    static String end(UUID invocationId) {
        return "END RequestId: " + invocationId;
    }

    static String report(UUID invocationId, FunctionVersion version, RunReport report) {
        var line = new StringBuilder(160)
                .append("REPORT RequestId: ")
                .append(invocationId)
                .append("\tDuration: ")
                .append(millis(report.duration()))
                .append(" ms\tBilled Duration: ")
                .append(report.billedMillis())
                .append(" ms\tMemory Size: ")
                .append(version.configuration().memoryMb())
                .append(" MB\tMax Memory Used: ")
                .append(report.maxMemoryMb())
                .append(" MB\t");
        if (report.init() != null) {
            line.append("Init Duration: ").append(millis(report.init())).append(" ms\t");
        }
        return line.toString();
    }

    static String errorStatus(String errorType) {
        return "Status: error\tError Type: " + errorType;
    }

    static final String TIMEOUT_STATUS = "Status: timeout";

    static String timedOut(Instant now, UUID invocationId, int timeoutSeconds) {
        return time(now) + " " + invocationId + " " + timeoutText(timeoutSeconds);
    }

    static String time(Instant instant) {
        return MILLIS.format(instant);
    }

    static String timeoutText(int timeoutSeconds) {
        return "Task timed out after " + timeoutSeconds + ".00 seconds";
    }

    /** Two decimals, always; written by hand because every invocation passes here. */
    private static String millis(Duration duration) {
        long hundredths = duration.toNanos() / 10_000;
        long fraction = hundredths % 100;
        return hundredths / 100 + (fraction < 10 ? ".0" : ".") + fraction;
    }
}
