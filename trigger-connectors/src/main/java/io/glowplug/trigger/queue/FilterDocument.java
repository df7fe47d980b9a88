// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a trigger's filter sees of a message: its record, in which a body that is a JSON object stands as one. */
final class FilterDocument {

    private static final JsonMapper JSON = JsonMapper.shared();

    private FilterDocument() {}

    static String of(byte[] record) {
        ObjectNode document = (ObjectNode) JSON.readTree(record);
        String body = document.path("body").asString();
        if (body.stripLeading().startsWith("{")) {
            try {
                JsonNode parsed = JSON.readTree(body);
                if (parsed.isObject()) {
                    document.set("body", parsed);
                }
            } catch (JacksonException noJson) {
                // It stays a text, which a pattern for JSON does not match.
                return new String(record, StandardCharsets.UTF_8);
            }
        }
        return document.toString();
    }
}
