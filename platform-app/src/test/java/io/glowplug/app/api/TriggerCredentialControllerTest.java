// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.FakeTriggers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** API keys and signing secrets over REST: told once, and never again. */
class TriggerCredentialControllerTest {

    private static final PlatformHarness PLATFORM = PlatformHarness.shared();

    @BeforeEach
    void createTrigger() {
        HttpResponse<String> created = PLATFORM.send("POST", "/api/v1/triggers", """
                {"name": "keyed", "function": "resize", "type": "http",
                 "settings": {"route": "GET /keyed", "auth": {"type": "api-key"}}}""");
        assertThat(created.statusCode()).isEqualTo(201);
    }

    @AfterEach
    void removeTriggers() {
        PLATFORM.bean(FakeTriggers.class).clear();
    }

    @Test
    void anApiKeyIsToldOnce() {
        HttpResponse<String> made = PLATFORM.send("POST", "/api/v1/triggers/keyed/api-keys", """
                {"name": "acme", "expiresAt": "2030-01-31T08:00:00Z"}""");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(json(made).get("key").asString()).isEqualTo("drawn-acme");
        assertThat(json(made).get("expiresAt").asString()).isEqualTo("2030-01-31T08:00:00Z");
        assertThat(made.headers().firstValue("location")).isPresent();
        JsonNode listed = json(PLATFORM.get("/api/v1/triggers/keyed/api-keys")).get("items");
        assertThat(listed.valueStream().map(item -> item.get("name").asString()))
                .contains("acme");
        assertThat(listed.toString()).doesNotContain("drawn-");
        assertThat(PLATFORM.send("POST", "/api/v1/triggers/keyed/api-keys", "{}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aSecretThatWasGivenIsNotToldAndOneThatWasMadeIsToldOnce() {
        HttpResponse<String> given =
                PLATFORM.send("POST", "/api/v1/triggers/keyed/secrets", "{\"secret\": \"known to both\"}");
        HttpResponse<String> drawn = PLATFORM.send("POST", "/api/v1/triggers/keyed/secrets", "{\"name\": \"made\"}");

        assertThat(given.statusCode()).isEqualTo(201);
        assertThat(given.body()).doesNotContain("known to both");
        assertThat(json(given).get("name").asString()).startsWith("secret-");
        assertThat(json(drawn).get("secret").asString()).isEqualTo("drawn-made");
        assertThat(PLATFORM.get("/api/v1/triggers/keyed/secrets").body())
                .doesNotContain("known to both")
                .doesNotContain("drawn-");
    }

    @Test
    void aCredentialCanEndAndGo() {
        String id = json(PLATFORM.send("POST", "/api/v1/triggers/keyed/secrets", "{\"secret\": \"s\"}"))
                .get("id")
                .asString();

        HttpResponse<String> ended = PLATFORM.send(
                "PUT", "/api/v1/triggers/keyed/secrets/" + id, "{\"expiresAt\": \"2030-01-31T08:00:00Z\"}");
        assertThat(json(ended).get("expiresAt").asString()).isEqualTo("2030-01-31T08:00:00Z");
        assertThat(PLATFORM.send("DELETE", "/api/v1/triggers/keyed/secrets/" + id, null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(PLATFORM.send("DELETE", "/api/v1/triggers/keyed/secrets/" + id, null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(PLATFORM.get("/api/v1/triggers/unknown/secrets").statusCode())
                .isEqualTo(404);
    }
}
