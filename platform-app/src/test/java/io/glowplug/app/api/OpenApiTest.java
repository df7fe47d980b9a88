// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest {

    private final PlatformHarness platform = PlatformHarness.shared();

    @Test
    void describesEveryRouteAndNothingElse() {
        JsonNode document = PlatformHarness.json(platform.get("/api/v1/openapi.json"));
        Set<String> described = new TreeSet<>();
        document.get("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> mapped = platform.routes().stream()
                .map(route -> route.method() + " " + route.pattern())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(document.get("openapi").asString()).startsWith("3.1");
        assertThat(described).containsExactlyElementsOf(mapped);
    }

    @Test
    void describesSecurityErrorsPagesAndSchemas() {
        JsonNode document = PlatformHarness.json(platform.get("/api/v1/openapi.json"));
        JsonNode list = document.get("paths").get("/api/v1/functions").get("get");
        JsonNode schemas = document.get("components").get("schemas");

        assertThat(document.get("components").get("securitySchemes").propertyNames())
                .containsExactlyInAnyOrder("accessKey", "token");
        assertThat(list.get("parameters")
                        .valueStream()
                        .map(parameter -> parameter.get("name").asString()))
                .containsExactlyInAnyOrder("limit", "cursor");
        assertThat(list.get("responses").get("default").get("content").has("application/problem+json"))
                .isTrue();
        assertThat(schemas.get("Problem").get("properties").has("errors")).isTrue();
        assertThat(schemas.get("FunctionRequest").get("properties").propertyNames())
                .contains("memoryMb", "timeoutSeconds", "environment", "code", "async");
        assertThat(document.get("paths")
                        .get("/api/v1/functions/{name}/invocations")
                        .get("post")
                        .get("parameters")
                        .valueStream()
                        .map(parameter -> parameter.get("name").asString()))
                .containsExactlyInAnyOrder(
                        "name",
                        "qualifier",
                        "Prefer",
                        "Idempotency-Key",
                        "Idempotency-TTL",
                        "Deliver-At",
                        "Deliver-After",
                        "Ordering-Key");
        assertThat(document.toString()).doesNotContain("Caller").doesNotContain("PageRequest");
    }
}
