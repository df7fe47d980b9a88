// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class AccessKeyControllerTest {

    private final PlatformHarness platform = PlatformHarness.shared();

    private JsonNode create(String role) {
        HttpResponse<String> created =
                platform.send("POST", "/api/v1/access-keys", "{\"role\": \"" + role + "\", \"description\": \"ci\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return json(created);
    }

    private int listAs(String authorization) {
        return platform.send(platform.request("/api/v1/functions", authorization))
                .statusCode();
    }

    private static String credentials(JsonNode key) {
        return PlatformHarness.basic(
                key.get("id").asString(), key.get("secretAccessKey").asString());
    }

    @Test
    void aSecretIsToldOnceAndStoredEncrypted() {
        JsonNode key = create("developer");
        String id = key.get("id").asString();
        String secret = key.get("secretAccessKey").asString();

        assertThat(id).matches("GPAK[A-Z2-7]{16}");
        assertThat(secret).matches("[A-Za-z0-9]{40}");
        assertThat(platform.get("/api/v1/access-keys/" + id).body()).doesNotContain(secret);
        assertThat(platform.get("/api/v1/access-keys?limit=500").body())
                .contains(id)
                .doesNotContain(secret);
        byte[] stored = platform.bean(JdbcClient.class)
                .sql("select secret_encrypted from access_key where id = ?")
                .param(id)
                .query(byte[].class)
                .single();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
        assertThat(listAs(credentials(key))).isEqualTo(200);
    }

    @Test
    void aDisabledKeyAndItsTokensEndAtOnce() {
        JsonNode key = create("viewer");
        String token = "Bearer "
                + json(platform.send(platform.request("/api/v1/tokens", credentials(key))
                                .POST(BodyPublishers.noBody())))
                        .get("token")
                        .asString();
        assertThat(listAs(token)).isEqualTo(200);

        platform.send("POST", "/api/v1/access-keys/" + key.get("id").asString() + "/disable", null);

        assertThat(listAs(credentials(key))).isEqualTo(401);
        assertThat(listAs(token)).isEqualTo(401);
        platform.send("POST", "/api/v1/access-keys/" + key.get("id").asString() + "/enable", null);
        assertThat(listAs(token)).isEqualTo(200);
        assertThat(platform.send(
                                "DELETE", "/api/v1/access-keys/" + key.get("id").asString(), null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(listAs(credentials(key))).isEqualTo(401);
    }

    @Test
    void aTokenDoesNotProlongItselfAndIsNotForged() {
        JsonNode key = create("viewer");
        String token = json(platform.send(
                        platform.request("/api/v1/tokens", credentials(key)).POST(BodyPublishers.noBody())))
                .get("token")
                .asString();

        HttpResponse<String> again = platform.send(
                platform.request("/api/v1/tokens", "Bearer " + token).POST(BodyPublishers.noBody()));
        String unsigned = token.replaceFirst("^[^.]*", "eyJhbGciOiJub25lIn0").replaceFirst("[^.]*$", "");

        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(listAs("Bearer " + unsigned)).isEqualTo(401);
        assertThat(listAs("Bearer " + token.substring(0, token.length() - 4) + "AAAA"))
                .isEqualTo(401);
    }

    @Test
    void theLastAdministratorStays() {
        String path = "/api/v1/access-keys/" + PlatformHarness.ADMINISTRATOR;

        HttpResponse<String> disabled = platform.send("POST", path + "/disable", null);
        HttpResponse<String> deleted = platform.send("DELETE", path, null);

        assertThat(List.of(disabled.statusCode(), deleted.statusCode())).containsOnly(409);
        assertThat(json(deleted).get("detail").asString()).contains("last enabled one of an administrator");
        assertThat(json(platform.get(path)).get("enabled").asBoolean()).isTrue();
    }

    @Test
    void aRoleThatDoesNotExistIsRefused() {
        HttpResponse<String> answer = platform.send("POST", "/api/v1/access-keys", "{\"role\": \"god\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("errors").get(0).get("rule").asString())
                .isEqualTo("must be one of viewer, developer, administrator");
        assertThat(platform.send("POST", "/api/v1/access-keys", "{}").statusCode())
                .isEqualTo(400);
        assertThat(platform.get("/api/v1/access-keys/GPAKNOBODY").statusCode()).isEqualTo(404);
    }

    @Test
    void changesAreInTheAuditLogWithoutSecrets() {
        JsonNode key = create("viewer");
        String id = key.get("id").asString();
        platform.send("DELETE", "/api/v1/access-keys/" + id, null, "X-Request-Id", "audited-1");
        platform.send("DELETE", "/api/v1/access-keys/" + id, null);

        String log = platform.get("/api/v1/audit-log?limit=100&accessKeyId=" + PlatformHarness.ADMINISTRATOR)
                .body();
        List<JsonNode> entries = PlatformHarness.JSON
                .readTree(log)
                .get("items")
                .valueStream()
                .filter(entry -> entry.get("resource").asString().endsWith(id))
                .toList();

        assertThat(log).doesNotContain(key.get("secretAccessKey").asString());
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).get("outcome").asString()).isEqualTo("refused");
        assertThat(entries.get(0).get("status").asInt()).isEqualTo(404);
        assertThat(entries.get(1).get("outcome").asString()).isEqualTo("done");
        assertThat(entries.get(1).get("action").asString()).isEqualTo("DELETE /api/v1/access-keys/{id}");
        assertThat(entries.get(1).get("requestId").asString()).isEqualTo("audited-1");
        assertThat(entries.get(1).get("accessKeyId").asString()).isEqualTo(PlatformHarness.ADMINISTRATOR);
        assertThat(platform.get("/api/v1/audit-log?cursor=x").statusCode()).isEqualTo(400);
        JsonNode page = json(platform.get("/api/v1/audit-log?limit=1"));
        JsonNode next = json(platform.get(
                "/api/v1/audit-log?limit=1&cursor=" + page.get("nextCursor").asString()));
        assertThat(next.get("items").get(0).get("id"))
                .isNotEqualTo(page.get("items").get(0).get("id"));
    }
}
