// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One event, before it is written in the words of one API. */
record TelemetryEvent(Instant time, TelemetryKind kind, String type, Object record) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static TelemetryEvent platform(Instant time, String type, Object record) {
        return new TelemetryEvent(time, TelemetryKind.PLATFORM, type, record);
    }

    /** Roughly what it holds in memory, in bytes. */
    int weight() {
        return record instanceof String text ? 200 + 2 * text.length() : 1_000;
    }

    byte[] json(String asType, Object asRecord) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("time", MILLIS.format(time));
        event.put("type", asType);
        event.put("record", asRecord);
        return JSON.writeValueAsBytes(event);
    }
}
