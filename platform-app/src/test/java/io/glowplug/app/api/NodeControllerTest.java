// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.FakeNodes;
import io.glowplug.dispatch.NodeOrder;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NodeControllerTest {

    private final PlatformHarness platform = PlatformHarness.shared();
    private final FakeNodes nodes = platform.bean(FakeNodes.class);

    @AfterEach
    void uncordon() {
        nodes.own = NodeOrder.ACTIVE;
        nodes.others = NodeOrder.ACTIVE;
    }

    @Test
    void showsEachNodeWithWhatItHoldsAndHowItsClockIs() {
        JsonNode node = json(platform.get("/api/v1/nodes")).get("items").get(0);

        assertThat(node.get("id").asString()).isEqualTo(FakeNodes.SELF);
        assertThat(node.get("state").asString()).isEqualTo("active");
        assertThat(node.get("heartbeatAgeMs").asInt()).isEqualTo(1_500);
        assertThat(node.get("clockOffsetMs").asInt()).isEqualTo(-12);
        assertThat(node.get("inFlight").asInt()).isEqualTo(3);
        assertThat(node.get("triggers").asInt()).isEqualTo(1);
        assertThat(node.get("leader").asBoolean()).isTrue();
        assertThat(node.get("self").asBoolean()).isTrue();
        assertThat(node.has("problem")).isFalse();
        assertThat(json(platform.get("/api/v1/nodes/" + FakeNodes.OTHER + "/triggers"))
                        .get("items"))
                .hasSize(1);
        assertThat(platform.get("/api/v1/nodes/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void ordersReachAnotherNodeAndADrainedOneIsNotReady() {
        assertThat(post(FakeNodes.OTHER, "cordon").get("ordered").asString()).isEqualTo("cordoned");
        assertThat(nodes.others).isEqualTo(NodeOrder.CORDONED);
        assertThat(readiness()).isEqualTo(200);

        assertThat(post(FakeNodes.SELF, "drain").get("state").asString()).isEqualTo("drained");
        assertThat(readiness()).isEqualTo(503);
        assertThat(platform.get("/actuator/health/liveness").statusCode()).isEqualTo(200);

        assertThat(post(FakeNodes.SELF, "uncordon").get("state").asString()).isEqualTo("active");
        assertThat(readiness()).isEqualTo(200);
        assertThat(platform.send("POST", "/api/v1/nodes/nobody/drain", null).statusCode())
                .isEqualTo(404);
    }

    private JsonNode post(String node, String order) {
        HttpResponse<String> answer = platform.send("POST", "/api/v1/nodes/" + node + "/" + order, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private int readiness() {
        return platform.get("/actuator/health/readiness").statusCode();
    }
}
