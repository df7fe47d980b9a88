// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import org.junit.jupiter.api.Test;

class TestEventControllerTest {

    private final PlatformHarness platform = PlatformHarness.shared();

    @Test
    void aPayloadIsKeptReplacedAndForgotten() {
        platform.send("POST", "/api/v1/functions", """
                {"name": "tried", "runtime": "python3.13", "handler": "handler.handler",
                 "code": {"files": {"handler.py": "def handler(event, context): pass"}}}""");
        String path = "/api/v1/functions/tried/test-events";
        platform.send("PUT", path + "/big%20order", "{\"payload\": {\"id\": 1}}");
        platform.send("PUT", path + "/big%20order", "{\"payload\": {\"id\": 12345678901234567890}}");

        assertThat(platform.get(path).body()).contains("\"big order\"").contains("12345678901234567890");
        assertThat(json(platform.get(path)).get("items")).hasSize(1);
        assertThat(platform.send("PUT", path + "/a", "{}").body()).contains("payload");
        assertThat(platform.send("PUT", path + "/a%3Cb", "{\"payload\": 1}").body())
                .contains("\"name\"");
        assertThat(platform.send("DELETE", path + "/big%20order", null).statusCode())
                .isEqualTo(204);
        assertThat(platform.send("DELETE", path + "/big%20order", null).statusCode())
                .isEqualTo(404);
        assertThat(platform.get("/api/v1/functions/nobody/test-events").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aFunctionKeepsTwenty() {
        platform.send("POST", "/api/v1/functions", """
                {"name": "crowded", "runtime": "python3.13", "handler": "handler.handler",
                 "code": {"files": {"handler.py": "def handler(event, context): pass"}}}""");
        for (int i = 0; i < 20; i++) {
            assertThat(platform.send("PUT", "/api/v1/functions/crowded/test-events/event-" + i, "{\"payload\": null}")
                            .statusCode())
                    .isEqualTo(200);
        }

        assertThat(platform.send("PUT", "/api/v1/functions/crowded/test-events/one-more", "{\"payload\": 1}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(platform.send("PUT", "/api/v1/functions/crowded/test-events/event-3", "{\"payload\": 1}")
                        .statusCode())
                .isEqualTo(200);
    }
}
