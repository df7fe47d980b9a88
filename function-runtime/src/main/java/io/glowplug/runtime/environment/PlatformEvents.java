// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.RunReport;
import io.glowplug.runtime.log.SecretMask;
import io.glowplug.runtime.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What the extensions of an environment are told of it:
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 *
 * @param initializationType as in {@code AWS_LAMBDA_INITIALIZATION_TYPE}
 */
record PlatformEvents(
        FunctionVersion version, Telemetry telemetry, SecretMask mask, String initializationType, InstantSource clock) {

    void initStart(String environmentId) {
        Map<String, Object> record = init();
        record.put("runtimeVersion", version.configuration().runtime().id());
        record.put("functionName", version.functionName());
        record.put("functionVersion", version.version());
        record.put("instanceId", environmentId);
        record.put("instanceMaxMemory", version.configuration().memoryMb() * 1024L * 1024L);
        tell("platform.initStart", record);
    }

    void initReport(Duration took, EndStatus status) {
        Map<String, Object> record = init();
        addStatus(record, status);
        record.put("metrics", Map.of("durationMs", millis(took)));
        tell("platform.initReport", record);
    }

    void start(UUID invocationId, String traceId) {
        Map<String, Object> record = invocation(invocationId);
        record.put("version", version.version());
        addTracing(record, traceId);
        tell("platform.start", record);
    }

    void fault(String text) {
        telemetry.fault(clock.instant(), mask.applyTo(text));
    }

    /** @param producedBytes size of the answer; 0 if there was none */
    void end(UUID invocationId, RunReport report, EndStatus status, long producedBytes, String traceId) {
        Map<String, Object> done = invocation(invocationId);
        addStatus(done, status);
        Map<String, Object> measured = new LinkedHashMap<>();
        measured.put("durationMs", millis(report.duration()));
        measured.put("producedBytes", producedBytes);
        done.put("metrics", measured);
        addTracing(done, traceId);
        tell("platform.runtimeDone", done);

        Map<String, Object> reported = invocation(invocationId);
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("durationMs", millis(report.duration()));
        metrics.put("billedDurationMs", report.billedMillis());
        metrics.put("memorySizeMB", version.configuration().memoryMb());
        metrics.put("maxMemoryUsedMB", report.maxMemoryMb());
        if (report.init() != null) {
            metrics.put("initDurationMs", millis(report.init()));
        }
        reported.put("metrics", metrics);
        addStatus(reported, status);
        addTracing(reported, traceId);
        tell("platform.report", reported);
    }

    private void tell(String type, Map<String, Object> record) {
        telemetry.platform(clock.instant(), type, record);
    }

    private Map<String, Object> init() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("initializationType", initializationType);
        record.put("phase", "init");
        return record;
    }

    private static Map<String, Object> invocation(UUID id) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("requestId", id.toString());
        return record;
    }

    private void addStatus(Map<String, Object> record, EndStatus status) {
        record.put("status", status.word());
        if (status.errorType() != null) {
            record.put("errorType", mask.applyTo(status.errorType()));
        }
    }

    private static void addTracing(Map<String, Object> record, String traceId) {
        record.put("tracing", Map.of("type", "X-Amzn-Trace-Id", "value", traceId));
    }

    private static double millis(Duration duration) {
        return JsonPlatformLines.millis(duration);
    }
}
