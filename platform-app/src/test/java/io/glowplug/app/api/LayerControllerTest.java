// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.FakeLayers;
import io.glowplug.registry.CodeUpload;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LayerControllerTest {

    private final PlatformHarness platform = PlatformHarness.shared();
    private final FakeLayers layers = platform.bean(FakeLayers.class);

    @Test
    void publishesShowsGivesOutAndDeletesAVersion() {
        HttpResponse<String> answer = platform.send("POST", "/api/v1/layers/tools/versions", """
                {"description": "some tools", "compatibleRuntimes": ["python3.11"], "licenseInfo": "MIT",
                 "code": {"files": {"python/tool.py": "x = 1"}}}""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String location = answer.headers().firstValue("Location").orElseThrow();
        JsonNode version = json(platform.get(location));
        assertThat(location).isEqualTo("/api/v1/layers/tools/versions/" + version.get("version"));
        assertThat(version).isEqualTo(json(answer));
        assertThat(version.get("reference").asString()).isEqualTo("tools:" + version.get("version"));
        assertThat(version.get("licenseInfo").asString()).isEqualTo("MIT");
        assertThat(layers.published.getLast().code())
                .isEqualTo(new CodeUpload.Files(Map.of("python/tool.py", "x = 1")));
        assertThat(platform.get(location + "/code").body()).isEqualTo("zip of tools");
        assertThat(json(platform.get("/api/v1/layers")).get("items")).contains(version);
        assertThat(json(platform.get("/api/v1/layers/tools/versions")).get("items"))
                .contains(version);

        assertThat(platform.send("DELETE", location, null).statusCode()).isEqualTo(204);
        assertThat(platform.get(location).statusCode()).isEqualTo(404);
    }

    @Test
    void takesAZipAsAPartOfAForm() {
        String form = """
                --cut\r
                Content-Disposition: form-data; name="layer"\r
                Content-Type: application/json\r
                \r
                {}\r
                --cut\r
                Content-Disposition: form-data; name="code"; filename="layer.zip"\r
                Content-Type: application/zip\r
                \r
                PK-zip\r
                --cut--\r
                """;

        HttpResponse<String> answer = platform.send(platform.request("/api/v1/layers/forms/versions", "developer")
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(BodyPublishers.ofString(form)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(layers.published.getLast().code())
                .isInstanceOfSatisfying(
                        CodeUpload.Zip.class,
                        zip -> assertThat(new String(zip.archive(), StandardCharsets.UTF_8))
                                .isEqualTo("PK-zip"));
    }

    @Test
    void refusesWithTheFieldAndTheRule() {
        assertRefused("{}", "code");
        assertRefused("{\"code\": {\"files\": {}}, \"colour\": 1}", "colour");
        assertRefused("{\"code\": {\"files\": {}}, \"compatibleRuntimes\": [null]}", "compatibleRuntimes");
    }

    private void assertRefused(String body, String field) {
        HttpResponse<String> answer = platform.send("POST", "/api/v1/layers/refused/versions", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).get("errors").get(0).get("field").asString()).isEqualTo(field);
    }
}
