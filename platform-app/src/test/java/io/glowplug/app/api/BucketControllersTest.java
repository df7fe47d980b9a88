// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BucketControllersTest {

    private final PlatformHarness platform = PlatformHarness.shared();
    private final String bucket = "rest-" + UUID.randomUUID();

    private HttpResponse<String> put(String key, String content) {
        return platform.send(platform.request(object(key), "developer")
                .header("Content-Type", "text/html")
                .PUT(BodyPublishers.ofString(content)));
    }

    private String object(String key) {
        return "/api/v1/buckets/" + bucket + "/object?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    private void create() {
        assertThat(platform.send("POST", "/api/v1/buckets", "{\"name\":\"" + bucket + "\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aBucketIsMadeListedAndRemovedOnceItIsEmpty() {
        create();
        assertThat(platform.send("POST", "/api/v1/buckets", "{\"name\":\"" + bucket + "\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(json(platform.get("/api/v1/buckets/" + bucket))
                        .get("createdBy")
                        .asString())
                .isEqualTo(PlatformHarness.ADMINISTRATOR);
        assertThat(platform.get("/api/v1/buckets?limit=500").body()).contains(bucket);
        put("a/b", "content");

        HttpResponse<String> full = platform.send("DELETE", "/api/v1/buckets/" + bucket, null);
        assertThat(full.statusCode()).isEqualTo(409);
        assertThat(json(full).get("detail").asString()).contains("not empty");
        assertThat(platform.send("DELETE", object("a/b"), null).statusCode()).isEqualTo(204);
        assertThat(platform.send("DELETE", object("a/b"), null).statusCode()).isEqualTo(404);
        assertThat(platform.send("DELETE", "/api/v1/buckets/" + bucket, null).statusCode())
                .isEqualTo(204);
        assertThat(platform.get("/api/v1/buckets/" + bucket).statusCode()).isEqualTo(404);
    }

    @Test
    void anObjectIsStoredListedAndHandedOutAsAFileAndNeverAsAPage() {
        create();
        var stored = json(put("dir/../p\u00e4ge.html", "<script>alert(1)</script>"));
        put("other", "x");

        assertThat(stored.get("sizeBytes").asInt()).isEqualTo(25);
        HttpResponse<String> read = platform.get(object("dir/../p\u00e4ge.html"));
        assertThat(read.body()).isEqualTo("<script>alert(1)</script>");
        assertThat(read.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(read.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(read.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        var listed = json(platform.get("/api/v1/buckets/" + bucket + "/objects?delimiter=/"));
        assertThat(listed.get("items")).hasSize(1);
        assertThat(listed.get("prefixes").get(0).asString()).isEqualTo("dir/");
        var first = json(platform.get("/api/v1/buckets/" + bucket + "/objects?limit=1"));
        assertThat(json(platform.get("/api/v1/buckets/" + bucket + "/objects?limit=1&cursor="
                                + first.get("nextCursor").asString().replace("\u00e4", "%C3%A4")))
                        .at("/items/0/key")
                        .asString())
                .isEqualTo("other");
    }

    @Test
    void whatIsWrongIsSaidByField() {
        create();
        assertThat(json(platform.send("POST", "/api/v1/buckets", "{\"name\":\"A_B\"}"))
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("name");
        assertThat(put("k".repeat(1025), "x").statusCode()).isEqualTo(400);
        assertThat(platform.get(object("missing")).statusCode()).isEqualTo(404);
        assertThat(platform.get("/api/v1/buckets/no-such-bucket/objects").statusCode())
                .isEqualTo(404);
    }

    @Test
    void changesAreAudited() {
        create();
        put("audited", "x");

        assertThat(platform.get("/api/v1/audit-log?limit=100").body())
                .contains("/api/v1/buckets/" + bucket + "/object")
                .contains("POST /api/v1/buckets");
    }
}
