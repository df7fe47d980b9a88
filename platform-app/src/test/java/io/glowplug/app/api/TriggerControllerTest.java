// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.FakeDelivery;
import io.glowplug.app.doors.FakeTriggers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TriggerControllerTest {

    private static final String HOURLY = """
        {"name": "hourly", "function": "resize", "type": "schedule",
         "settings": {"expression": "rate(1 hour)", "factor": 1.10}}\
        """;

    private final PlatformHarness platform = PlatformHarness.shared();

    @BeforeEach
    void forget() {
        platform.bean(FakeTriggers.class).clear();
    }

    @Test
    void aTriggerIsFoundByItsIdAndByItsName() {
        HttpResponse<String> created = platform.send("POST", "/api/v1/triggers", HOURLY);

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(created.body()).contains("\"settings\":{\"expression\":\"rate(1 hour)\",\"factor\":1.10}");
        String location = created.headers().firstValue("Location").orElseThrow();
        assertThat(json(platform.get(location)).get("name").asString()).isEqualTo("hourly");
        assertThat(json(platform.get("/api/v1/triggers/hourly")).get("id").asString())
                .isEqualTo(location.substring(location.lastIndexOf('/') + 1));
        assertThat(json(platform.get("/api/v1/triggers/hourly/status"))
                        .get("lag")
                        .get("0")
                        .asLong())
                .isEqualTo(5);
        assertThat(json(platform.get("/api/v1/triggers/hourly/notes")).get("items"))
                .hasSize(1);
        assertThat(platform.get("/api/v1/triggers/daily").statusCode()).isEqualTo(404);
    }

    @Test
    void aRuleOfIdempotencyIsShownWithItsDefaultsAndItsDuplicatesAreCounted() {
        HttpResponse<String> created = platform.send(
                "POST",
                "/api/v1/triggers",
                HOURLY.replace("\"type\"", "\"idempotency\": {\"expression\": \"order.id\"}, \"type\""));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(json(platform.get("/api/v1/triggers/hourly"))
                        .get("idempotency")
                        .toString())
                .isEqualTo("{\"expression\":\"order.id\",\"ttlSeconds\":86400,\"ifMissing\":\"accept\"}");
        assertThat(json(platform.get("/api/v1/triggers/hourly/status"))
                        .get("duplicates")
                        .toString())
                .isEqualTo("{\"samePayload\":3,\"otherPayload\":1}");
    }

    @Test
    void aTriggerIsPausedResumedReplacedAndRemoved() {
        platform.send("POST", "/api/v1/triggers", HOURLY);

        assertThat(json(platform.send("POST", "/api/v1/triggers/hourly/pause", null, "If-Match", "\"1\""))
                        .get("paused")
                        .asBoolean())
                .isTrue();
        assertThat(platform.send("POST", "/api/v1/triggers/hourly/resume", null, "If-Match", "\"1\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(json(platform.send("POST", "/api/v1/triggers/hourly/resume", null))
                        .get("paused")
                        .asBoolean())
                .isFalse();
        HttpResponse<String> replaced =
                platform.send("PUT", "/api/v1/triggers/hourly", HOURLY.replace("hourly", "daily"), "If-Match", "\"3\"");
        assertThat(json(replaced).get("name").asString()).isEqualTo("daily");
        assertThat(platform.send("DELETE", "/api/v1/triggers/daily?cancelWaiting=true", null)
                        .statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"function": null}                   | function           | must be given
            {"settings": "rate(1 hour)"}         | settings           | must be an object
            {"filter": 1}                        | filter             | must be an object
            {"batch": {"size": 0}}               | batch.size         | must be between
            {"idempotency": {}}                  | idempotency.expression | must be given
            {"idempotency": {"expression": "a", "ttlSeconds": 0}} | idempotency.ttlSeconds | must be between
            {"idempotency": {"expression": "a", "ifMissing": "x"}} | idempotency.ifMissing | must be accept or reject
            {"retry": {"maxRetries": -1}}        | retry.maxRetries   | must be between
            {"retry": {"preset": "eager"}}       | retry.preset       | must be one of lambda, aggressive, none
            {"retry": {"neverErrors": ["a*b"]}}  | retry.neverErrors  | must hold types of errors
            {"ordering": {"onDeadLetter": "x"}}  | ordering.onDeadLetter | must be continue or stop
            {"maxConcurrency": 0}                | maxConcurrency     | must be between
            {"circuitBreaker": {"failures": 0}}  | circuitBreaker.failures | must be between
            {"onFailure": {"queue": "q"}}        | onFailure.type     | must be given
            {"idempotency": {}}                  | idempotency        | is not a field
            {"retry": {"maxRetries": true}}      | retry.maxRetries   | must be a whole number
            """)
    void refusesWithTheFieldAndTheRule(String change, String field, String rule) {
        ObjectNode trigger = (ObjectNode) PlatformHarness.JSON.readTree(HOURLY);
        trigger.setAll((ObjectNode) PlatformHarness.JSON.readTree(change));

        HttpResponse<String> answer = platform.send("POST", "/api/v1/triggers", trigger.toString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = json(answer).get("errors").get(0);
        assertThat(error.get("field").asString()).isEqualTo(field);
        assertThat(error.get("rule").asString()).startsWith(rule);
        assertThat(json(platform.get("/api/v1/triggers")).get("items")).isEmpty();
    }

    @Test
    void whatATriggerSaysAboutDeliveryIsShownAsItIsCarriedOut() {
        HttpResponse<String> created = platform.send("POST", "/api/v1/triggers", """
                {"name": "orders", "function": "resize", "type": "kafka", "settings": {},
                 "batch": {"reportItemFailures": true, "bisectOnError": true},
                 "retry": {"preset": "aggressive", "maxRetries": 3, "neverErrors": ["Value*"]},
                 "ordering": {"onDeadLetter": "stop"}, "maxConcurrency": 4,
                 "circuitBreaker": {"probeAfterSeconds": 1800}}""");

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.body()).contains("""
                "batch":{"size":100,"windowSeconds":0,"maxBytes":6291456,"reportItemFailures":true,"bisectOnError":true},\
                "retry":{"maxRetries":3,"minBackoffSeconds":1,"maxBackoffSeconds":60,"maxEventAgeSeconds":86400,\
                "onlyErrors":[],"neverErrors":["Value*"]},"ordering":{"onDeadLetter":"stop"},"maxConcurrency":4,\
                "circuitBreaker":{"failures":20,"probeAfterSeconds":1800,"longestProbeSeconds":1800}""");
    }

    @Test
    void keysThatStandStillAreListedAndReleasedAndABreakerIsClosed() {
        FakeDelivery delivery = platform.bean(FakeDelivery.class);
        delivery.calls.clear();
        platform.send("POST", "/api/v1/triggers", HOURLY);
        ObjectNode guarded = (ObjectNode) PlatformHarness.JSON.readTree(HOURLY.replace("hourly", "guarded"));
        guarded.putObject("circuitBreaker");
        platform.send("POST", "/api/v1/triggers", guarded.toString());

        JsonNode key = json(platform.get("/api/v1/triggers/hourly/blocked-keys"))
                .get("items")
                .get(0);
        assertThat(key.get("key").asString()
                        + key.get("reason").asString()
                        + key.get("waiting").asLong())
                .isEqualTo("anot-retriable3");
        assertThat(release("{\"key\": \"a\", \"redrive\": true}")).isEqualTo(200);
        assertThat(release("{\"all\": true}")).isEqualTo(200);
        assertThat(release("{\"key\": \"b\"}")).isEqualTo(404);
        assertThat(release("{}")).isEqualTo(400);
        assertThat(release("{\"key\": \"a\", \"all\": true}")).isEqualTo(400);
        assertThat(platform.send("POST", "/api/v1/triggers/hourly/circuit-breaker/close", null)
                        .statusCode())
                .isEqualTo(409);
        assertThat(platform.send("POST", "/api/v1/triggers/guarded/circuit-breaker/close", null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(delivery.calls).containsExactly("release a true", "release all false", "close");
    }

    private int release(String request) {
        return platform.send("POST", "/api/v1/triggers/hourly/blocked-keys/release", request)
                .statusCode();
    }

    @Test
    void slotsAndFiltersAreTriedOutWithoutStoringAnything() {
        JsonNode preview = json(platform.send(
                "POST",
                "/api/v1/triggers/schedule-preview",
                "{\"settings\": {\"expression\": \"rate(1 hour)\"}, \"count\": 1}"));
        JsonNode passes = json(platform.send(
                "POST", "/api/v1/triggers/filter-test", "{\"filter\": {\"a\": [1]}, \"document\": {\"a\": \"yes\"}}"));

        assertThat(preview.get("slots").get(0).asString()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(passes.get("passes").asBoolean()).isTrue();
        assertThat(platform.send("POST", "/api/v1/triggers/schedule-preview", "{\"settings\": {}, \"count\": 0}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(json(platform.get("/api/v1/trigger-types")).get("items")).hasSize(2);
    }
}
