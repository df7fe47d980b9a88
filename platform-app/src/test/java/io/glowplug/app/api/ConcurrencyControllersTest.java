// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConcurrencyControllersTest {

    private static final String RESERVED = "/api/v1/functions/busy/concurrency";
    private static final String PROVISIONED = "/api/v1/functions/resize/provisioned-concurrency";

    private final PlatformHarness platform = PlatformHarness.shared();

    @Test
    void reservesShowsAndGivesBack() {
        assertThat(platform.get(RESERVED).body()).isEqualTo("{\"reservedConcurrency\":null}");
        assertThat(platform.send("PUT", RESERVED, "{\"reservedConcurrency\": 0}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(platform.get(RESERVED).body()).isEqualTo("{\"reservedConcurrency\":0}");
        assertThat(platform.send("PUT", RESERVED, "{}").body()).contains("reservedConcurrency must be given");
        assertThat(platform.send("DELETE", RESERVED, null).statusCode()).isEqualTo(204);
        assertThat(platform.get(RESERVED).body()).isEqualTo("{\"reservedConcurrency\":null}");
        assertThat(platform.get("/api/v1/concurrency").body()).isEqualTo("{\"limit\":1000,\"unreserved\":900}");
    }

    /** The fake runtime has one idle environment of version 9 and one of 8 that is starting. */
    @Test
    void tellsHowManyOfTheEnvironmentsAskedForThereAre() {
        HttpResponse<String> ready = provision("9", 1);
        JsonNode waiting = json(provision("8", 2));
        JsonNode failed = json(provision("latest", 2));

        assertThat(ready.statusCode()).isEqualTo(202);
        assertThat(json(ready)).isEqualTo(json(platform.get(PROVISIONED + "?qualifier=9")));
        assertThat(json(ready).get("status").asString()).isEqualTo("READY");
        assertThat(json(ready).get("available").asInt()).isEqualTo(1);
        assertThat(waiting.get("status").asString()).isEqualTo("IN_PROGRESS");
        assertThat(waiting.get("allocated").asInt()).isEqualTo(1);
        assertThat(waiting.get("available").asInt()).isZero();
        assertThat(failed.get("status").asString()).isEqualTo("FAILED");
        assertThat(failed.get("statusReason").asString()).contains("$LATEST");
        assertThat(json(platform.get(PROVISIONED)).get("items")).hasSize(3);

        assertThat(platform.send("DELETE", PROVISIONED + "?qualifier=9", null).statusCode())
                .isEqualTo(204);
        assertThat(platform.get(PROVISIONED + "?qualifier=9").statusCode()).isEqualTo(404);
        assertThat(platform.send("DELETE", PROVISIONED, null).statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> provision(String qualifier, int environments) {
        return platform.send(
                "PUT", PROVISIONED + "?qualifier=" + qualifier, "{\"provisionedConcurrency\": " + environments + "}");
    }
}
