// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The console's types are made from the description of the API that is committed beside it. */
class OpenApiDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "ui", "openapi.json");
    private static final String WRITE = "glowplug.openapi.write";
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** With {@code -Dglowplug.openapi.write=true} it is written anew. */
    @Test
    void theConsoleKnowsTheApiAsItIs() throws IOException {
        ObjectNode description =
                (ObjectNode) PlatformHarness.json(PlatformHarness.shared().get("/api/v1/openapi.json"));
        description.remove("servers");
        String current = MAPPER.writeValueAsString(sorted(description)) + "\n";
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(DOCUMENT, current);
        }

        assertThat(current.equals(Files.readString(DOCUMENT)))
                .as("ui/openapi.json is not the API's description any more; write it anew by"
                        + " mvn test -pl platform-app -am -Dtest=OpenApiDocumentTest -D" + WRITE
                        + "=true -Dsurefire.failIfNoSpecifiedTests=false")
                .isTrue();
    }

    /** Handlers are found in no certain order. */
    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Map<String, JsonNode> byName = object.propertyStream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> sorted(entry.getValue()), (one, other) -> one, TreeMap::new));
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            byName.forEach(result::set);
            return result;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> result.add(sorted(element)));
            return result;
        }
        return node;
    }
}
