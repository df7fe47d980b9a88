// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as one version of one API has them:
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html and
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-logs-api.html
 */
record EventSchema(TelemetryApi api, String version) {

    /** Returns null for what that version does not know. */
    byte @Nullable [] write(TelemetryEvent event) {
        return switch (api) {
            case TELEMETRY -> event.type().equals("platform.fault") ? null : event.json(event.type(), event.record());
            case LOGS -> writeForLogs(event);
        };
    }

    /** Returns what else that version says at this event. */
    byte @Nullable [] writeBefore(TelemetryEvent event) {
        return api == TelemetryApi.LOGS && event.type().equals("platform.report")
                ? event.json("platform.end", only(event.record(), List.of("requestId")))
                : null;
    }

    private byte @Nullable [] writeForLogs(TelemetryEvent event) {
        boolean second = version.equals("2021-03-18");
        return switch (event.type()) {
            case "platform.initStart", "platform.initRuntimeDone", "platform.initReport" -> null;
            case "platform.start" ->
                event.json(event.type(), only(event.record(), second ? List.of("requestId", "version") : ID));
            case "platform.runtimeDone" ->
                second ? event.json(event.type(), only(event.record(), List.of("requestId", "status"))) : null;
            case "platform.report" ->
                event.json(event.type(), only(event.record(), List.of("requestId", "metrics", "tracing")));
            default -> event.json(event.type(), event.record());
        };
    }

    private static final List<String> ID = List.of("requestId");

    private static Object only(Object record, List<String> keys) {
        Map<?, ?> all = (Map<?, ?>) record;
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        keys.stream().filter(all::containsKey).forEach(key -> kept.put(key, all.get(key)));
        return kept;
    }
}
