// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.LogLevel;
import io.glowplug.runtime.RunReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records as of Lambda's telemetry: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html. Their
 * levels: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
record JsonPlatformLines(FunctionVersion version, InstantSource clock) implements PlatformLines {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public List<String> initStart() {
        return line(
                LogLevel.INFO,
                "platform.initStart",
                record -> record.put("initializationType", "on-demand")
                        .put("phase", "init")
                        .put("runtimeVersion", version.configuration().runtime().id())
                        .put("functionName", version.functionName())
                        .put("functionVersion", version.version()));
    }

    @Override
    public List<String> initReport(Duration took, EndStatus status) {
        return line(levelOf(status, LogLevel.INFO), "platform.initReport", record -> {
            record.put("initializationType", "on-demand").put("phase", "init");
            addStatus(record, status);
            record.putObject("metrics").put("durationMs", millis(took));
        });
    }

    @Override
    public List<String> start(UUID invocationId) {
        return line(
                LogLevel.INFO,
                "platform.start",
                record -> record.put("requestId", invocationId.toString()).put("version", version.version()));
    }

    /** The report tells. */
    @Override
    public List<String> timedOut(UUID invocationId) {
        return List.of();
    }

    @Override
    public List<String> fault(String text) {
        ObjectNode line = header("platform.fault");
        line.put("record", text);
        return List.of(JSON.writeValueAsString(line));
    }

    @Override
    public List<String> end(UUID invocationId, RunReport report, EndStatus status) {
        List<String> done = line(levelOf(status, LogLevel.DEBUG), "platform.runtimeDone", record -> {
            record.put("requestId", invocationId.toString());
            addStatus(record, status);
            record.putObject("metrics").put("durationMs", millis(report.duration()));
        });
        List<String> reported = line(levelOf(status, LogLevel.INFO), "platform.report", record -> {
            record.put("requestId", invocationId.toString());
            ObjectNode metrics = record.putObject("metrics")
                    .put("durationMs", millis(report.duration()))
                    .put("billedDurationMs", report.billedMillis())
                    .put("memorySizeMB", version.configuration().memoryMb())
                    .put("maxMemoryUsedMB", report.maxMemoryMb());
            if (report.init() != null) {
                metrics.put("initDurationMs", millis(report.init()));
            }
            addStatus(record, status);
        });
        return Stream.concat(done.stream(), reported.stream()).toList();
    }

    private static LogLevel levelOf(EndStatus status, LogLevel ofSuccess) {
        return status.kind() == EndStatus.Kind.SUCCESS ? ofSuccess : LogLevel.WARN;
    }

    private static void addStatus(ObjectNode record, EndStatus status) {
        record.put("status", status.word());
        if (status.errorType() != null) {
            record.put("errorType", status.errorType());
        }
    }

    private List<String> line(LogLevel level, String type, Consumer<ObjectNode> filler) {
        LogLevel least = version.configuration().logging().systemLevelOrDefault();
        if (level.compareTo(least) < 0) {
            return List.of();
        }
        ObjectNode line = header(type);
        filler.accept(line.putObject("record"));
        return List.of(JSON.writeValueAsString(line));
    }

    private ObjectNode header(String type) {
        return JSON.createObjectNode()
                .put("time", ReportLines.time(clock.instant()))
                .put("type", type);
    }

    /** Three decimals at most, as the telemetry has them. */
    static double millis(Duration duration) {
        long micros = duration.toNanos() / 1_000;
        return micros / 1_000.0;
    }
}
