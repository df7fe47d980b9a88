// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.glowplug.dispatch.SettingsReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SettingsSchemaTest {

    enum Pace {
        AS_FAST_AS_POSSIBLE,
        SLOW
    }

    record Login(@JsonProperty(required = true) String user) {}

    record Settings(
            @JsonPropertyDescription("What to read") List<String> topics,
            @JsonProperty(defaultValue = "slow") Pace pace,
            @Nullable Instant from,
            @Nullable Integer most,
            boolean loud,
            @Nullable Login login,
            Map<String, String> headers,
            @Nullable JsonNode input) {}

    record Made(String name, int size) {

        @JsonCreator
        static Made read(
                @JsonProperty(required = true) @JsonPropertyDescription("Its name") @Nullable String name,
                @Nullable Integer size) {
            return new Made(String.valueOf(name), size == null ? 1 : size);
        }
    }

    private static JsonNode schemaOf(Class<?> settings) {
        return new SettingsSchema(new SettingsReader("settings", "triggers")).of(settings);
    }

    @Test
    void saysWhatEachFieldIsAsItIsWrittenInJson() {
        JsonNode expected = JsonMapper.shared().readTree("""
                {"type": "object", "additionalProperties": false, "properties": {
                  "topics": {"type": "array", "items": {"type": "string"}, "description": "What to read"},
                  "pace": {"type": "string", "enum": ["as_fast_as_possible", "slow"], "default": "slow"},
                  "from": {"type": "string", "format": "date-time"},
                  "most": {"type": "integer"},
                  "loud": {"type": "boolean"},
                  "login": {"type": "object", "additionalProperties": false,
                            "properties": {"user": {"type": "string"}}, "required": ["user"]},
                  "headers": {"type": "object", "additionalProperties": {"type": "string"}},
                  "input": {"description": "any JSON"}}}""");

        assertThat(schemaOf(Settings.class)).isEqualTo(expected);
    }

    @Test
    void whatACreatorSaysOfItsParametersCounts() {
        JsonNode schema = schemaOf(Made.class);

        assertThat(schema.get("required").get(0).asString()).isEqualTo("name");
        assertThat(schema.get("properties").get("name").get("description").asString())
                .isEqualTo("Its name");
    }
}
