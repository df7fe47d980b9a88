// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.FakeDeadLetters;
import io.glowplug.app.doors.FakeHistory;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.runtime.Payload;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Events, invocations, dead letters, idempotency keys, the ledger, runtimes and the description of the API. */
class ReadingControllersTest {

    private final PlatformHarness platform = PlatformHarness.shared();
    private final FakeHistory history = platform.bean(FakeHistory.class);
    private final FakeDeadLetters deadLetters = platform.bean(FakeDeadLetters.class);

    @BeforeEach
    void forget() {
        history.clear();
    }

    @Test
    void anEventIsShownWithItsPayloadAsItWasSent() {
        String event = platform.get("/api/v1/events/" + FakeHistory.EVENT).body();

        assertThat(event).contains("\"payload\":{\"n\":1.10}").doesNotContain("payloadBase64");
        JsonNode read = PlatformHarness.JSON.readTree(event);
        assertThat(read.get("function").asString()).isEqualTo("resize");
        assertThat(read.get("attributes").get("topic").asString()).isEqualTo("orders");
        assertThat(read.get("invocations").get(0).get("status").asString()).isEqualTo("waiting");
        assertThat(read.get("timeline").get(0).get("what").asString()).isEqualTo("accepted");
    }

    @Test
    void aPayloadThatIsNoJsonIsShownInBase64() {
        history.payload = Payload.ofUtf8("{\"n\":1} trailing");

        JsonNode event = json(platform.get("/api/v1/events/" + FakeHistory.EVENT));

        assertThat(event.get("payloadBase64").asString()).isEqualTo("eyJuIjoxfSB0cmFpbGluZw==");
        assertThat(event.has("payload")).isFalse();
    }

    @Test
    void whatIsNoIdIsNotFound() {
        assertThat(platform.get("/api/v1/events/7").statusCode()).isEqualTo(404);
        assertThat(platform.get("/api/v1/events/" + new UUID(0, 0)).statusCode())
                .isEqualTo(404);
        assertThat(platform.get("/api/v1/invocations/x").statusCode()).isEqualTo(404);
        assertThat(platform.get("/api/v1/dead-letters/x").statusCode()).isEqualTo(404);
    }

    @Test
    void invocationsAreSearchedByStatusAndTime() {
        UUID trigger = UUID.randomUUID();

        HttpResponse<String> found = platform.get("/api/v1/invocations?function=resize&trigger=" + trigger
                + "&status=dead-lettered&from=2026-01-01T00:00:00Z");
        HttpResponse<String> wrong = platform.get("/api/v1/invocations?status=broken");
        HttpResponse<String> wrongTime = platform.get("/api/v1/invocations?from=yesterday");

        assertThat(json(found).get("items")).hasSize(1);
        assertThat(history.lastQuery.status()).isEqualTo(InvocationStatus.DEAD_LETTERED);
        assertThat(history.lastQuery.triggerId()).isEqualTo(trigger);
        assertThat(history.lastQuery.from()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(json(wrong).get("errors").get(0).get("rule").asString()).contains("waiting, running");
        assertThat(wrongTime.statusCode()).isEqualTo(400);
        assertThat(json(wrongTime).get("errors").get(0).get("field").asString()).isEqualTo("from");
        assertThat(platform.get("/api/v1/invocations?trigger=nobody").statusCode())
                .isEqualTo(404);
    }

    @Test
    void anInvocationThatWaitsIsCancelledOnce() {
        String path = "/api/v1/invocations/" + FakeHistory.INVOCATION;

        assertThat(json(platform.get(path)).get("attempts").get(0).get("node").asString())
                .isEqualTo("node-1");
        assertThat(json(platform.send("POST", path + "/cancel", null))
                        .get("status")
                        .asString())
                .isEqualTo("cancelled");
        assertThat(platform.send("POST", path + "/cancel", null).statusCode()).isEqualTo(409);
    }

    @Test
    void deadLettersAreListedWithoutPayloadAndShownWithIt() {
        JsonNode listed = json(platform.get("/api/v1/dead-letters?function=resize&error=ValueError"))
                .get("items")
                .get(0);
        JsonNode shown = json(platform.get("/api/v1/dead-letters/" + FakeDeadLetters.ID));

        assertThat(deadLetters.lastQuery)
                .isEqualTo(new DeadLetterQuery("resize", null, "ValueError", null, null, false));
        assertThat(listed.get("reason").asString()).isEqualTo("retries-exhausted");
        assertThat(listed.has("payloadBase64")).isFalse();
        assertThat(shown.get("payloadBase64").asString()).isEqualTo("bm90IGpzb24=");
    }

    @Test
    void idempotencyKeysAreListedAndForgotten() {
        assertThat(json(platform.get("/api/v1/idempotency-keys?function=resize"))
                        .get("items")
                        .get(0)
                        .get("key")
                        .asString())
                .isEqualTo("order-1");
        UUID trigger = UUID.randomUUID();
        assertThat(json(platform.get("/api/v1/idempotency-keys?trigger=" + trigger + "&completed=true&prefix=o"))
                        .get("items")
                        .get(0)
                        .get("trigger")
                        .asString())
                .isEqualTo(trigger.toString());
        assertThat(platform.send("DELETE", "/api/v1/idempotency-keys?function=resize&key=order-1", null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(platform.send("DELETE", "/api/v1/idempotency-keys?function=resize&key=other", null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(platform.send("DELETE", "/api/v1/idempotency-keys?function=resize", null)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theLedgerAndTheRuntimesAreShown() {
        JsonNode balance = json(platform.get("/api/v1/ledger")).get("items").get(0);
        JsonNode runtimes = json(platform.get("/api/v1/runtimes"));

        assertThat(balance.get("accepted").asLong()).isEqualTo(10);
        assertThat(balance.get("inFlight").asLong()).isEqualTo(2);
        assertThat(balance.has("trigger")).isFalse();
        assertThat(runtimes.get("items").get(1).get("refusal").asString()).isEqualTo("there is no node on this host");
        assertThat(runtimes.get("sandbox").get("isolating").asBoolean()).isTrue();
    }

    @Test
    void metricsAreNamedAfterWhatTheyCount() {
        String metrics = platform.get("/actuator/prometheus").body();

        assertThat(metrics)
                .contains("glowplug_environments 4.0")
                .contains("glowplug_capacity_memory_mebibytes 4096.0")
                .contains("glowplug_reserved_memory_mebibytes 256.0");
    }
}
