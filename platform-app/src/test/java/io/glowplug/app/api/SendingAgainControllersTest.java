// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.FakeDeadLetters;
import io.glowplug.app.doors.FakeHistory;
import io.glowplug.app.doors.FakeResends;
import io.glowplug.app.doors.ScriptedInvokes;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.RedriveOrder;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.RunReport;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Redrives, replays, purges, dry runs, and the times of deliveries. */
class SendingAgainControllersTest {

    private static final String LETTERS = "/api/v1/dead-letters";
    private static final String ONE = LETTERS + "/" + FakeDeadLetters.ID;

    private final PlatformHarness platform = PlatformHarness.shared();
    private final FakeDeadLetters deadLetters = platform.bean(FakeDeadLetters.class);
    private final FakeResends resends = platform.bean(FakeResends.class);
    private final ScriptedInvokes invokes = platform.bean(ScriptedInvokes.class);

    @BeforeEach
    void forget() {
        invokes.clear();
        platform.bean(FakeHistory.class).clear();
    }

    @Test
    void oneIsRedrivenAsItIsOrOtherwise() {
        JsonNode unchanged = json(platform.send("POST", ONE + "/redrive", null));
        assertThat(unchanged.get("invocationId").asString()).isEqualTo(FakeHistory.INVOCATION.toString());
        assertThat(deadLetters.lastOrder).isEqualTo(RedriveOrder.UNCHANGED);

        platform.send("POST", ONE + "/redrive", """
                {"payload": {"price": 1.10}, "function": "shrink", "qualifier": "2", "deliverAt": "2026-12-24T18:00:00Z"}
                """);
        assertThat(deadLetters.lastOrder)
                .isEqualTo(new RedriveOrder(
                        Payload.ofUtf8("{\"price\":1.10}"),
                        new Redirection("shrink", "2"),
                        Instant.parse("2026-12-24T18:00:00Z")));
    }

    @Test
    void aRedriveByQueryIsAcceptedAndFollowed() {
        HttpResponse<String> started = platform.send(
                "POST", LETTERS + "/redrive", """
                {"error": "ValueError", "fingerprint": "%s", "ids": ["%s"], "ratePerSecond": 2.5,
                 "target": {"qualifier": "live"}}
                """.formatted(FakeDeadLetters.FINGERPRINT, FakeDeadLetters.ID));

        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        String location = started.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/api/v1/redrives/" + FakeResends.ID);
        assertThat(resends.lastLetters.errorType()).isEqualTo("ValueError");
        assertThat(resends.lastLetters.fingerprint()).isEqualTo(FakeDeadLetters.FINGERPRINT);
        assertThat(resends.lastLetters.ids()).isEqualTo(Set.of(FakeDeadLetters.ID));
        assertThat(resends.lastTerms.ratePerSecond()).isEqualTo(2.5);
        assertThat(resends.lastTerms.to()).isEqualTo(new Redirection(null, "live"));
        JsonNode shown = json(platform.get(location));
        assertThat(shown.get("state").asString()).isEqualTo("running");
        assertThat(shown.get("total").asLong()).isEqualTo(7);
        assertThat(shown.get("problem").asString()).isEqualTo("no");
        assertThat(json(platform.send("POST", location + "/stop", null))
                        .get("state")
                        .asString())
                .isEqualTo("stopped");
        assertThat(json(platform.get("/api/v1/redrives")).get("items")).hasSize(1);
        assertThat(platform.get("/api/v1/redrives/" + new UUID(0, 7)).statusCode())
                .isEqualTo(404);
        assertThat(platform.send("POST", "/api/v1/redrives/x/stop", null).statusCode())
                .isEqualTo(404);
        assertThat(json(platform.send("POST", LETTERS + "/redrive", "{\"dryRun\": true}"))
                        .get("matching")
                        .asLong())
                .isEqualTo(5);
    }

    @Test
    void aReplayIsCountedAcceptedAndFollowed() {
        String body = """
                {"function": "resize", "status": "succeeded", "from": "2026-01-01T00:00:00Z",
                 "target": {"function": "shrink"}, "deliverAt": "2026-12-24T18:00:00Z"%s}
                """;
        assertThat(json(platform.send("POST", "/api/v1/replays", body.formatted(", \"dryRun\": true")))
                        .get("matching")
                        .asLong())
                .isEqualTo(6);

        HttpResponse<String> started = platform.send("POST", "/api/v1/replays", body.formatted(""));

        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        assertThat(started.headers().firstValue("Location")).contains("/api/v1/replays/" + FakeResends.ID);
        assertThat(resends.lastEvents.status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(resends.lastTerms.to()).isEqualTo(new Redirection("shrink", null));
        assertThat(resends.lastTerms.startAt()).isEqualTo(Instant.parse("2026-12-24T18:00:00Z"));
        assertThat(json(platform.get("/api/v1/replays/" + FakeResends.ID))
                        .get("done")
                        .asLong())
                .isEqualTo(2);
        assertThat(json(platform.get("/api/v1/replays")).get("items")).hasSize(1);
        assertThat(json(platform.send("POST", "/api/v1/replays/" + FakeResends.ID + "/stop", null))
                        .get("state")
                        .asString())
                .isEqualTo("stopped");
    }

    @Test
    void groupsAndPurgesAreShownAndAPurgeIsUndone() {
        JsonNode group = json(platform.get(LETTERS + "/groups?function=resize&spans=3"))
                .get("items")
                .get(0);
        assertThat(group.get("count").asLong()).isEqualTo(2);
        assertThat(group.get("counts").get(0).get("to").asString()).isEqualTo("2026-01-31T12:00:03Z");

        JsonNode purged = json(platform.send("POST", LETTERS + "/purge", "{\"to\": \"2026-01-01T00:00:00Z\"}"));
        assertThat(purged.get("purged").asLong()).isEqualTo(9);
        assertThat(purged.get("undoableUntil").asString()).isEqualTo("2026-01-31T12:01:00Z");
        assertThat(deadLetters.lastQuery.to()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        String undo = LETTERS + "/purges/%s/undo";
        assertThat(json(platform.send("POST", undo.formatted(purged.get("id").asString()), null))
                        .get("restored")
                        .asLong())
                .isEqualTo(9);
        assertThat(platform.send("POST", undo.formatted(new UUID(0, 7)), null).statusCode())
                .isEqualTo(404);
        assertThat(json(platform.get(LETTERS + "/purges")).get("items")).hasSize(1);
    }

    @Test
    void aDryRunAnswersWhatTheFunctionMadeOfIt() throws Exception {
        RunReport report = new RunReport("e1", "2", Instant.EPOCH, Duration.ZERO, null, Duration.ofMillis(2), 2, 40);
        invokes.answer(new SyncAnswer.Ran(
                new UUID(0, 1), "2", new AttemptOutcome.Returned(Payload.ofUtf8("{\"n\":1.10}"), report)));
        invokes.answer(new SyncAnswer.Ran(
                new UUID(0, 1),
                "2",
                new AttemptOutcome.FunctionFailed(
                        "KeyError", "'x'", Payload.ofUtf8("{\"errorType\":\"KeyError\"}"), report)));

        HttpResponse<String> returned =
                platform.send("POST", ONE + "/dry-run", "{\"payload\": {\"m\": 2}, \"qualifier\": \"2\"}");
        InvokeRequest request = invokes.requests.take();
        JsonNode failed = json(platform.send("POST", ONE + "/dry-run", null));
        JsonNode throttled = json(platform.send("POST", ONE + "/dry-run", "{\"function\": \"shrink\"}"));

        assertThat(returned.body()).contains("\"answer\":{\"n\":1.10}").contains("\"outcome\":\"returned\"");
        assertThat(request.functionName()).isEqualTo("resize");
        assertThat(request.qualifier()).isEqualTo("2");
        assertThat(request.payload().utf8()).isEqualTo("{\"m\":2}");
        assertThat(request.clientContext()).contains("glowplug.dryRun");
        assertThat(failed.get("outcome").asString()).isEqualTo("function-failed");
        assertThat(failed.get("errorType").asString()).isEqualTo("KeyError");
        assertThat(failed.get("answer").get("errorType").asString()).isEqualTo("KeyError");
        assertThat(throttled.get("outcome").asString()).isEqualTo("throttled");
        assertThat(throttled.get("function").asString()).isEqualTo("shrink");
        assertThat(platform.send("POST", LETTERS + "/" + new UUID(0, 7) + "/dry-run", null)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aWaitingInvocationIsDeliveredAtAnotherTimeAndAllOfAFunctionAreCancelled() {
        String path = "/api/v1/invocations/" + FakeHistory.INVOCATION + "/delivery";

        assertThat(platform.send("PUT", path, "{\"deliverAt\": \"2026-12-24T18:00:00Z\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(resends.lastDelivery).isEqualTo(Instant.parse("2026-12-24T18:00:00Z"));
        assertThat(platform.send("PUT", path, "{\"deliverAfter\": \"PT0S\"}").statusCode())
                .isEqualTo(200);
        assertThat(platform.send("PUT", path, "{}").statusCode()).isEqualTo(400);
        assertThat(json(platform.send("POST", "/api/v1/invocations/cancel", "{\"function\": \"resize\"}"))
                        .get("cancelled")
                        .asLong())
                .isEqualTo(3);
        assertThat(platform.send("POST", "/api/v1/invocations/cancel", "{}").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            dead-letters/redrive | {"unknown": 1}
            dead-letters/redrive | {"ids": ["x"]}
            dead-letters/redrive | {"fingerprint": "x"}
            dead-letters/redrive | {"deliverAt": "tomorrow"}
            dead-letters/redrive | {"deliverAt": "2026-12-24T18:00:00Z", "deliverAfter": "5"}
            replays              | {"status": "broken"}
            replays              | {"deliverAfter": "P1"}
            """)
    void whatMeansNothingIsRefused(String path, String body) {
        assertThat(platform.send("POST", "/api/v1/" + path, body).statusCode()).isEqualTo(400);
    }

    @Test
    void aPurgeOrRedriveOfEverythingHasToBeAskedFor() {
        for (String path : new String[] {"dead-letters/purge", "dead-letters/redrive", "replays"}) {
            assertThat(platform.send("POST", "/api/v1/" + path, null).statusCode())
                    .as(path)
                    .isEqualTo(400);
        }
    }
}
