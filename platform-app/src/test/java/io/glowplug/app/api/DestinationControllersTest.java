// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.FakeDeliveries;
import io.glowplug.app.doors.FakeDestinations;
import io.glowplug.app.doors.FakeFunctions;
import io.glowplug.app.doors.FakeTriggers;
import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.DeliveryStatus;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Destinations of functions and triggers, and deliveries. */
class DestinationControllersTest {

    private static final String RESIZE = """
        {"name": "resize", "runtime": "nodejs20.x", "handler": "index.handler",
         "code": {"files": {"index.js": ""}}, "async": {"onFailure": %s}}\
        """;
    private static final String HOURLY = """
        {"name": "hourly", "function": "resize", "type": "schedule",
         "settings": {"expression": "rate(1 hour)"}, "onSuccess": %s}\
        """;
    private static final String HOOK =
            "{\"type\":\"http\",\"url\":\"https://example.com/hook\",\"secret\":\"whsec_c2VjcmV0\",\"maxRetries\":3}";
    private static final String AUDIT = "{\"type\":\"function\",\"function\":\"audit\"}";

    private final PlatformHarness platform = PlatformHarness.shared();
    private final FakeDestinations destinations = platform.bean(FakeDestinations.class);
    private final FakeDeliveries deliveries = platform.bean(FakeDeliveries.class);

    @BeforeEach
    void forget() {
        platform.bean(FakeFunctions.class).clear();
        platform.bean(FakeTriggers.class).clear();
        destinations.clear();
    }

    @Test
    void aFunctionsDestinationIsStoredShownWithoutItsSecretKeptAndRemoved() {
        HttpResponse<String> created = platform.send("POST", "/api/v1/functions", RESIZE.formatted(HOOK));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(destinations.lastSecret).isEqualTo("whsec_c2VjcmV0");
        JsonNode shown = json(platform.get("/api/v1/functions/resize")).get("async");
        assertThat(shown.get("maxRetries").asInt()).isEqualTo(2);
        assertThat(shown.has("onSuccess")).isFalse();
        assertThat(shown.get("onFailure").toString())
                .isEqualTo("{\"type\":\"http\",\"url\":\"https://example.com/hook\",\"maxRetries\":3,"
                        + "\"minBackoffSeconds\":5,\"maxBackoffSeconds\":3600,\"maxAgeSeconds\":86400}");
        assertThat(json(platform.get("/api/v1/functions"))
                        .get("items")
                        .get(0)
                        .get("async")
                        .has("onFailure"))
                .isTrue();
        String etag = platform.get("/api/v1/functions/resize")
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        HttpResponse<String> changed = platform.send(
                "PUT", "/api/v1/functions/resize", "{\"async\": {\"onSuccess\": " + AUDIT + "}}", "If-Match", etag);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).isPresent().get().isNotEqualTo(etag);
        assertThat(json(changed).get("async").has("onFailure"))
                .as("left out, it stays")
                .isTrue();
        assertThat(json(changed).get("async").get("onSuccess").get("function").asString())
                .isEqualTo("audit");
        assertThat(platform.send(
                                "PUT",
                                "/api/v1/functions/resize",
                                "{\"async\": {\"onFailure\": null}}",
                                "If-Match",
                                etag)
                        .statusCode())
                .isEqualTo(412);
        JsonNode removed = json(platform.send("PUT", "/api/v1/functions/resize", "{\"async\": {\"onFailure\": null}}"));
        assertThat(removed.get("async").has("onFailure")).isFalse();
        assertThat(removed.get("async").has("onSuccess")).isTrue();
    }

    @Test
    void aTriggersDestinationIsReplacedWithTheTrigger() {
        HttpResponse<String> created = platform.send("POST", "/api/v1/triggers", HOURLY.formatted(AUDIT));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(json(created).get("onSuccess").get("type").asString()).isEqualTo("function");
        assertThat(json(platform.get("/api/v1/triggers")).get("items").get(0).has("onSuccess"))
                .isTrue();

        JsonNode replaced = json(platform.send("PUT", "/api/v1/triggers/hourly", HOURLY.formatted("null")));
        assertThat(replaced.has("onSuccess")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        7                                                     | async.onFailure                   | must be an object
        {}                                                    | async.onFailure.type              | must be given
        {"type": 7}                                           | async.onFailure.type              | must be a string
        {"type": "queue"}                                     | async.onFailure.type              | must be one of
        {"type": "http", "maxRetries": "3"}                   | async.onFailure.maxRetries        | must be a whole number
        {"type": "http", "maxRetries": 101}                   | async.onFailure.maxRetries        | must be between 0 and 100
        {"type": "http", "maxBackoffSeconds": 1}              | async.onFailure.maxBackoffSeconds | must be between 5 and
        {"type": "http", "secret": 7}                         | async.onFailure.secret            | must be a string
        """)
    void refusesWithTheFieldAndTheRule(String destination, String field, String rule) {
        HttpResponse<String> answer = platform.send("POST", "/api/v1/functions", RESIZE.formatted(destination));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = json(answer).get("errors").get(0);
        assertThat(error.get("field").asString()).isEqualTo(field);
        assertThat(error.get("rule").asString()).startsWith(rule);
    }

    @Test
    void deliveriesAreListedShownAndRedriven() {
        JsonNode listed = json(
                platform.get("/api/v1/deliveries?function=resize&state=failed&event=" + new UUID(3, 2) + "&type=http"));
        assertThat(listed.get("items").get(0).get("state").asString()).isEqualTo("failed");
        assertThat(listed.get("items").get(0).has("timeline")).isFalse();
        assertThat(deliveries.lastQuery.status()).isEqualTo(DeliveryStatus.FAILED);
        assertThat(deliveries.lastQuery.eventId()).isEqualTo(new UUID(3, 2));

        JsonNode one = json(platform.get("/api/v1/deliveries/" + FakeDeliveries.FAILED));
        assertThat(one.get("condition").asString()).isEqualTo("failure");
        assertThat(one.get("timeline").get(0).get("httpStatus").asInt()).isEqualTo(500);
        assertThat(platform.get("/api/v1/deliveries/" + new UUID(0, 0)).statusCode())
                .isEqualTo(404);
        assertThat(platform.get("/api/v1/deliveries?state=lost").statusCode()).isEqualTo(400);
        assertThat(platform.get("/api/v1/deliveries?event=7").statusCode()).isEqualTo(400);

        int before = deliveries.redriven.get();
        assertThat(platform.send("POST", "/api/v1/deliveries/" + FakeDeliveries.FAILED + "/redrive", null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(deliveries.redriven).hasValue(before + 1);
        JsonNode all = json(platform.send("POST", "/api/v1/deliveries/redrive", "{\"function\": \"resize\"}"));
        assertThat(all.get("redriven").asLong()).isEqualTo(7);
        assertThat(deliveries.lastQuery.functionName()).isEqualTo("resize");
    }

    @Test
    void aPolicyHasTheDefaultsThatItsPagePromises() {
        assertThat(DeliveryPolicy.DEFAULT).isEqualTo(new DeliveryPolicy(15, 5, 3_600, 86_400));
    }
}
