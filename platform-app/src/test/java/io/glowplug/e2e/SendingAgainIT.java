// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What an operator does after a bad release: look, try, repair, send again, and change one's mind. */
@ExtendWith(SharedPlatform.class)
class SendingAgainIT {

    private static final String PICKY = """
            def handler(event, context):
                if "name" not in event:
                    raise KeyError("order %d has no name" % event["n"])
                return {"greeting": "hello " + event["name"], "dry": bool(context.client_context)}
            """;

    private static final Duration LONG = Duration.ofMinutes(2);

    static PlatformProcess platform;
    static Rest rest;

    @BeforeAll
    static void start(PlatformProcess shared) {
        platform = shared;
        rest = platform.rest();
    }

    @Test
    void deadLettersAreLookedAtTriedAndSentAgainAndAKillInBetweenChangesNothing() {
        rest.createFunction(
                "greet",
                "python3.11",
                "handler.handler",
                Rest.JSON.createObjectNode().put("handler.py", PICKY),
                Map.of("async", Map.of("maxRetries", 0)));
        for (int n = 0; n < 40; n++) {
            rest.invokeAsync("greet", "{\"n\": " + n + "}", Map.of("Idempotency-Key", "k" + n));
        }
        await("all are dead letters")
                .atMost(LONG)
                .until(() -> rest.ledger("greet").deadLettered() == 40);

        JsonNode group = rest.get("/api/v1/dead-letters/groups?function=greet")
                .get("items")
                .get(0);
        assertThat(group.get("count").asInt()).isEqualTo(40);
        assertThat(group.get("errorType").asString()).isEqualTo("KeyError");
        String one = group.get("sample").asString();

        JsonNode tried = rest.post("/api/v1/dead-letters/" + one + "/dry-run", "{}", 200);
        JsonNode repaired =
                rest.post("/api/v1/dead-letters/" + one + "/dry-run", "{\"payload\": {\"name\": \"you\"}}", 200);
        assertThat(tried.get("outcome").asString()).isEqualTo("function-failed");
        assertThat(repaired.get("answer").get("greeting").asString()).isEqualTo("hello you");
        assertThat(repaired.get("answer").get("dry").asBoolean()).isTrue();
        assertThat(rest.ledger("greet").accepted()).isEqualTo(40);

        JsonNode purge = rest.post("/api/v1/dead-letters/purge", "{\"function\": \"greet\"}", 200);
        assertThat(rest.all("/api/v1/dead-letters?function=greet")).isEmpty();
        rest.post("/api/v1/dead-letters/purges/" + purge.get("id").asString() + "/undo", "", 200);
        assertThat(rest.all("/api/v1/dead-letters?function=greet")).hasSize(40);

        String repairedCode =
                PICKY.replace("raise KeyError(\"order %d has no name\" % event[\"n\"])", "event[\"name\"] = \"you\"");
        JsonNode code = Rest.JSON
                .createObjectNode()
                .set("files", Rest.JSON.createObjectNode().put("handler.py", repairedCode));
        assertThat(rest.send(rest.request("/api/v1/functions/greet/code")
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(code.toString())))
                        .statusCode())
                .isEqualTo(200);
        await("the repaired code is there")
                .atMost(LONG)
                .until(() -> rest.get("/api/v1/functions/greet")
                        .get("state")
                        .asString()
                        .equals("Active"));
        String redrive = "/api/v1/redrives/"
                + rest.post("/api/v1/dead-letters/redrive", "{\"function\": \"greet\", \"ratePerSecond\": 8}", 202)
                        .get("id")
                        .asString();
        await("the redrive has begun")
                .atMost(LONG)
                .until(() -> rest.get(redrive).get("done").asInt() > 0);
        platform.killHard();
        platform = platform.start();
        rest = platform.rest();
        await("the redrive is done")
                .atMost(LONG)
                .until(() -> rest.get(redrive).get("state").asString().equals("done"));
        await("all have succeeded")
                .atMost(LONG)
                .until(() -> rest.ledger("greet").succeeded() == 40);
        assertThat(rest.get(redrive).get("done").asInt()).isEqualTo(40);
        assertThat(rest.ledger("greet")).satisfies(balance -> {
            assertThat(balance.accepted()).isEqualTo(80);
            assertThat(balance.balances()).isTrue();
        });
        assertThat(rest.invokeAsync("greet", "{\"n\": 1}", Map.of("Idempotency-Key", "k1"))
                        .headers()
                        .firstValue("Idempotency-Replayed"))
                .as("a redrive takes its key again")
                .contains("true");
        JsonNode event = rest.get("/api/v1/events/" + one);
        assertThat(event.get("timeline")
                        .valueStream()
                        .map(step -> step.get("what").asString()))
                .contains("dead-lettered", "redriven", "succeeded");

        JsonNode counted = rest.post(
                "/api/v1/replays", "{\"function\": \"greet\", \"status\": \"dead-lettered\", \"dryRun\": true}", 200);
        assertThat(counted.get("matching").asInt()).isEqualTo(40);
        String replay = "/api/v1/replays/"
                + rest.post("/api/v1/replays", "{\"ids\": [\"" + one + "\"]}", 202)
                        .get("id")
                        .asString();
        await("the replay is done")
                .atMost(LONG)
                .until(() -> rest.get(replay).get("state").asString().equals("done"));
        assertThat(rest.all("/api/v1/events?function=greet").stream()
                        .filter(made -> made.path("replayOf").asString("").equals(one)))
                .hasSize(1);

        String later = Rest.JSON
                .readTree(rest.invokeAsync("greet", "{\"name\": \"x\"}", Map.of("Deliver-After", "P30D"))
                        .body())
                .get("eventId")
                .asString();
        assertThat(rest.get("/api/v1/invocations/" + later).get("status").asString())
                .isEqualTo("waiting");
        assertThat(rest.send(rest.request("/api/v1/invocations/" + later + "/delivery")
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString("{\"deliverAfter\": \"0\"}")))
                        .statusCode())
                .isEqualTo(200);
        await("it is delivered now")
                .atMost(LONG)
                .until(() -> rest.get("/api/v1/invocations/" + later)
                        .get("status")
                        .asString()
                        .equals("succeeded"));
        assertThat(List.of(rest.ledger("greet"))).allMatch(Rest.Balance::balances);
    }
}
