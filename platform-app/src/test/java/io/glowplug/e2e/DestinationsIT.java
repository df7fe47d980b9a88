// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Outcomes reach a function, an endpoint and a topic, across a kill -9. */
@ExtendWith(SharedPlatform.class)
class DestinationsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WORK = """
        exports.handler = async (event) => {
          if (event.bad) throw new Error('out of cheese');
          return { done: event.n };
        }
        """;
    private static final String ECHO = "exports.handler = async (event) => event";

    private final AtomicInteger status = new AtomicInteger(500);
    private final List<String> hooks = new CopyOnWriteArrayList<>();
    private final HttpServer receiver = receiver();

    private HttpServer receiver() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                hooks.add(exchange.getRequestHeaders().getFirst("webhook-id") + " " + body);
                exchange.sendResponseHeaders(status.get(), -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void outcomesReachAFunctionAnEndpointAndATopicAcrossAKill(PlatformProcess platform) {
        Rest rest = platform.rest();
        create(rest, "listener", ECHO, Map.of());
        rest.post("/api/v1/triggers", """
            {"name": "outcomes", "function": "listener", "type": "kafka", "settings": {"topics": ["outcomes"]}}\
            """, 201);
        create(rest, "audit", ECHO, Map.of("maxRetries", 0, "onSuccess", Map.of("type", "kafka", "topic", "outcomes")));
        create(
                rest,
                "work",
                WORK,
                Map.of(
                        "maxRetries",
                        0,
                        "onFailure",
                        Map.of("type", "function", "function", "audit"),
                        "onSuccess",
                        Map.of(
                                "type",
                                "http",
                                "url",
                                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook",
                                "secret",
                                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                                "minBackoffSeconds",
                                1,
                                "maxBackoffSeconds",
                                1)));
        assertThat(rest.get("/api/v1/functions/work").toString()).doesNotContain("whsec");
        assertThat(rest.delete("/api/v1/functions/audit").body()).contains("destination of function work");

        String good = invoke(rest, "{\"n\":1}");
        await("the endpoint was asked once").atMost(PATIENCE).until(() -> !hooks.isEmpty());
        platform.killHard();
        status.set(204);
        platform.start();
        await("the outcome is delivered")
                .atMost(PATIENCE)
                .until(() -> stateOf(rest, good).equals("delivered"));
        assertThat(hooks)
                .hasSizeGreaterThan(1)
                .allSatisfy(hook -> assertThat(hook)
                        .startsWith(good + " ")
                        .contains(
                                "\"condition\":\"Success\"",
                                "\"requestPayload\":{\"n\":1}",
                                "\"responsePayload\":{\"done\":1}"));

        String bad = invoke(rest, "{\"bad\":true}");
        await("the failure is delivered")
                .atMost(PATIENCE)
                .until(() -> stateOf(rest, bad).equals("delivered"));
        String made = rest.get("/api/v1/deliveries/" + bad).get("madeEvent").asString();
        await("the audit's own outcome is delivered to the topic")
                .atMost(PATIENCE)
                .until(() -> stateOf(rest, made).equals("delivered"));
        await("what is in the topic reaches its listener")
                .atMost(PATIENCE)
                .until(() -> rest.ledger("listener").succeeded() == 1);

        assertThat(rest.get("/api/v1/events/" + made)
                        .get("attributes")
                        .get("causedByEvent")
                        .asString())
                .isEqualTo(bad);
        assertThat(rest.get("/api/v1/events/" + bad).get("timeline").toString())
                .contains("out of cheese", "Delivered to function audit as event " + made);
        assertThat(rest.ledger("audit")).returns(1L, Rest.Balance::accepted).returns(1L, Rest.Balance::succeeded);
        assertThat(rest.ledger("work").balances()).isTrue();
    }

    private static void create(Rest rest, String name, String code, Map<String, Object> async) {
        rest.createFunction(
                name,
                "nodejs20.x",
                "index.handler",
                Rest.JSON.createObjectNode().put("index.js", code),
                async.isEmpty() ? Map.of() : Map.of("async", async));
    }

    private static String invoke(Rest rest, String payload) {
        JsonNode accepted =
                Rest.JSON.readTree(rest.invokeAsync("work", payload, Map.of()).body());
        return accepted.get("eventId").asString();
    }

    private static String stateOf(Rest rest, String delivery) {
        List<JsonNode> found = rest.all("/api/v1/deliveries?event=" + delivery);
        return found.isEmpty() ? "" : found.getFirst().get("state").asString();
    }
}
