// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.ScriptedInvokes;
import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.AnswerSink;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.RunReport;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;

class InvokeControllerTest {

    private static final String PATH = "/api/v1/functions/resize/invocations";
    private static final UUID ID = UUID.fromString("019a0000-0000-7000-8000-00000000000a");
    private static final RunReport REPORT =
            new RunReport("e1", "3", Instant.EPOCH, Duration.ZERO, null, Duration.ofMillis(2), 2, 40);

    private final PlatformHarness platform = PlatformHarness.shared();
    private final ScriptedInvokes invokes = platform.bean(ScriptedInvokes.class);

    @BeforeEach
    void forget() {
        invokes.clear();
    }

    private void answer(AttemptOutcome outcome) {
        invokes.answer(new SyncAnswer.Ran(ID, "3", outcome));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    @Test
    void givesTheFunctionsAnswerCharacterByCharacter() throws Exception {
        answer(new AttemptOutcome.Returned(Payload.ofUtf8("{\"n\": 1.10, \"big\": 12345678901234567890}"), REPORT));

        HttpResponse<String> answer = platform.send("POST", PATH + "?qualifier=live", "{\"m\": 1e5}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"n\": 1.10, \"big\": 12345678901234567890}");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(header(answer, "Glowplug-Invocation-Id")).isEqualTo(ID.toString());
        assertThat(header(answer, "Glowplug-Executed-Version")).isEqualTo("3");
        assertThat(header(answer, "Glowplug-Function-Error")).isNull();
        InvokeRequest request = invokes.requests.take();
        assertThat(request.functionName()).isEqualTo("resize");
        assertThat(request.qualifier()).isEqualTo("live");
        assertThat(request.payload().utf8()).isEqualTo("{\"m\": 1e5}");
    }

    @Test
    void aCallSaysWhenItIsDeliveredAndHowLongItsKeyIsRemembered() throws Exception {
        invokes.answer(new AsyncAnswer.Accepted(ID));
        invokes.answer(new AsyncAnswer.Accepted(ID));
        Instant before = InstantSource.system().instant();
        Map<String, String> headers = Map.of(
                "Prefer", "respond-async", "Idempotency-Key", "k", "Idempotency-TTL", "PT1H", "Deliver-After", "60");
        String[] flat = headers.entrySet().stream()
                .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
                .toArray(String[]::new);

        assertThat(platform.send("POST", PATH, "{}", flat).statusCode()).isEqualTo(202);
        InvokeRequest.Options after = invokes.requests.take().options();
        platform.send("POST", PATH, "{}", "Prefer", "respond-async", "Deliver-At", "2026-12-24T18:00:00Z");

        assertThat(after.idempotencyLife()).isEqualTo(Duration.ofHours(1));
        assertThat(after.deliverAt()).isBetween(before.plusSeconds(60), before.plusSeconds(600));
        assertThat(invokes.requests.take().options().deliverAt()).isEqualTo(Instant.parse("2026-12-24T18:00:00Z"));
        for (String[] wrong : new String[][] {
            {"Deliver-At", "tomorrow"},
            {"Deliver-After", "P1"},
            {"Deliver-After", "-5"},
            {"Idempotency-TTL", "99999999999999999999"},
            {"Deliver-At", "2026-12-24T18:00:00Z", "Deliver-After", "5"}
        }) {
            assertThat(platform.send("POST", PATH, "{}", wrong).statusCode())
                    .as(String.join(" ", wrong))
                    .isEqualTo(400);
        }
    }

    @Test
    void anAnswerThatWasNotKeptIsGone() {
        invokes.answer(new SyncAnswer.NotKept(ID, "3", 2_000_000));

        HttpResponse<String> answer = platform.send("POST", PATH, "{}", "Idempotency-Key", "k");

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(json(answer).get("type").asString()).isEqualTo("urn:glowplug:problem:idempotent-answer-not-kept");
        assertThat(json(answer).get("detail").asString())
                .contains(ID.toString())
                .contains("2000000 bytes");
        assertThat(header(answer, "Glowplug-Invocation-Id")).isEqualTo(ID.toString());
        assertThat(header(answer, "Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void invocationsAreTimedAsAllRequestsAre() {
        answer(new AttemptOutcome.Returned(Payload.NULL, REPORT));
        platform.send("POST", PATH, "{}");

        assertThat(platform.get("/actuator/prometheus").body())
                .containsPattern("http_server_requests_seconds_count\\{.*method=\"POST\",outcome=\"SUCCESS\","
                        + "status=\"200\",uri=\"/api/v1/functions/\\{name}/invocations\"} ");
    }

    @Test
    void aDisguisedPathGetsNoFurtherThanAPlainOne() {
        for (String name : List.of("re%73ize", "resize;v=1", "resize/../resize", "resize%2F..%2Fresize")) {
            HttpResponse<String> answer =
                    platform.send(platform.request("/api/v1/functions/" + name + "/invocations", "viewer")
                            .POST(BodyPublishers.ofString("{}")));

            assertThat(answer.statusCode()).as(name).isIn(400, 403, 404);
        }
        assertThat(invokes.requests).isEmpty();
    }

    @Test
    void aCallWithoutABodyHandsOverAnEmptyObject() throws Exception {
        answer(new AttemptOutcome.Returned(Payload.NULL, REPORT));

        assertThat(platform.send("POST", PATH, null).body()).isEqualTo("null");
        assertThat(invokes.requests.take().payload().utf8()).isEqualTo("{}");
    }

    @Test
    void thePayloadIsTakenAsItIsWhateverItsContentTypeSays() throws Exception {
        for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "application/json")) {
            answer(new AttemptOutcome.Returned(Payload.NULL, REPORT));

            HttpResponse<String> answer =
                    platform.send("POST", PATH + "?qualifier=a%2Db", "{\"a\": \"b&c=d+e%\"}", "Content-Type", type);

            assertThat(answer.statusCode()).as(type).isEqualTo(200);
            InvokeRequest request = invokes.requests.take();
            assertThat(request.payload().utf8()).as(type).isEqualTo("{\"a\": \"b&c=d+e%\"}");
            assertThat(request.qualifier()).as(type).isEqualTo("a-b");
        }
    }

    @Test
    void aFunctionsOwnFailureIsAnAnswerWithAHeader() {
        answer(new AttemptOutcome.FunctionFailed(
                "Value\nError", "no cheese", Payload.ofUtf8("{\"errorType\":\"ValueError\"}"), REPORT));
        answer(new AttemptOutcome.TimedOut("timed out", Payload.ofUtf8("{}"), REPORT));

        HttpResponse<String> failed = platform.send("POST", PATH, "{}");
        HttpResponse<String> timedOut = platform.send("POST", PATH, "{}");

        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(header(failed, "Glowplug-Function-Error")).isEqualTo("Value?Error");
        assertThat(failed.body()).isEqualTo("{\"errorType\":\"ValueError\"}");
        assertThat(timedOut.statusCode()).isEqualTo(200);
        assertThat(header(timedOut, "Glowplug-Function-Error")).isEqualTo("Sandbox.Timedout");
    }

    @Test
    void whatDidNotRunIsAProblem() {
        answer(new AttemptOutcome.Throttled("the node is full"));
        answer(new AttemptOutcome.PlatformFailed("the sandbox could not be started"));
        answer(new AttemptOutcome.Rejected("Runtime.Unavailable", "no node serves it"));

        HttpResponse<String> throttled = platform.send("POST", PATH, "{}");
        HttpResponse<String> failed = platform.send("POST", PATH, "{}");
        HttpResponse<String> rejected = platform.send("POST", PATH, "{}");

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(header(throttled, "Retry-After")).isEqualTo("1");
        assertThat(header(throttled, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(json(throttled).get("type").asString()).isEqualTo("urn:glowplug:problem:throttled");
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(header(failed, "Retry-After")).isEqualTo("1");
        assertThat(rejected.statusCode()).isEqualTo(422);
    }

    @Test
    void anAsynchronousCallIsAcceptedWithThePlaceOfItsEvent() throws Exception {
        invokes.answer(new AsyncAnswer.Accepted(ID));

        HttpResponse<String> answer = platform.send("POST", PATH, "{}", "Prefer", "wait=5, respond-async");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(header(answer, "Location")).isEqualTo("/api/v1/events/" + ID);
        assertThat(header(answer, "Preference-Applied")).isEqualTo("respond-async");
        assertThat(json(answer).get("eventId").asString()).isEqualTo(ID.toString());
    }

    /** A function that has streamed that much when it ends like this. */
    private void stream(String text, AttemptOutcome end) {
        invokes.run(() -> {
            try {
                AnswerSink sink = invokes.callers.remove().sinkFor(ID, "3");
                sink.begin("text/event-stream");
                sink.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
            return new SyncAnswer.Ran(ID, "3", end);
        });
    }

    /** The first path is the short way, the second goes through the filter chain. */
    @ParameterizedTest
    @ValueSource(strings = {PATH, "/api/v1/functions/%72esize/invocations"})
    void aStreamedAnswerComesInChunksAndABrokenOneHasNoEnd(String path) {
        stream("data: 1", new AttemptOutcome.Returned(Payload.EMPTY, REPORT));
        stream("data: 1", new AttemptOutcome.TimedOut("timed out", Payload.ofUtf8("{}"), REPORT));
        answer(new AttemptOutcome.FunctionFailed("ValueError", "no", Payload.ofUtf8("{}"), REPORT));

        HttpResponse<String> whole = platform.send("POST", path, "{}", "Prefer", "stream");
        assertThatThrownBy(() -> platform.send("POST", path, "{}", "Prefer", "stream"))
                .hasRootCauseInstanceOf(EOFException.class);
        HttpResponse<String> failed = platform.send("POST", path, "{}", "Prefer", "stream");

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo("data: 1");
        assertThat(header(whole, "Content-Type")).isEqualTo("text/event-stream");
        assertThat(header(whole, "Transfer-Encoding")).isEqualTo("chunked");
        assertThat(header(whole, "Preference-Applied")).isEqualTo("stream");
        assertThat(header(whole, "Glowplug-Invocation-Id")).isEqualTo(ID.toString());
        assertThat(header(failed, "Glowplug-Function-Error")).isEqualTo("ValueError");
        assertThat(header(failed, "Preference-Applied")).isNull();
        assertThat(platform.send("POST", path, "{}", "Prefer", "stream, respond-async")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theSameKeyGivesTheStoredAnswer() throws Exception {
        invokes.answer(new AsyncAnswer.Duplicate(ID));
        invokes.answer(new SyncAnswer.Replayed(ID, "3", Payload.ofUtf8("42")));

        HttpResponse<String> async =
                platform.send("POST", PATH, "{}", "Prefer", "respond-async", "Idempotency-Key", "order-1");
        HttpResponse<String> sync = platform.send("POST", PATH, "{}", "Idempotency-Key", "order-1");

        assertThat(invokes.requests.take().idempotencyKey()).isEqualTo("order-1");
        assertThat(async.statusCode()).isEqualTo(202);
        assertThat(header(async, "Location")).isEqualTo("/api/v1/events/" + ID);
        assertThat(header(async, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(sync.statusCode()).isEqualTo(200);
        assertThat(sync.body()).isEqualTo("42");
        assertThat(header(sync, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(header(sync, "Glowplug-Executed-Version")).isEqualTo("3");
    }

    @Test
    void aKeyThatIsInUseOrWasUsedOtherwiseIsRefused() {
        invokes.answer(new SyncAnswer.StillRunning(ID, Duration.ofMillis(2_100)));
        invokes.answer(new SyncAnswer.KeyReused(ID));
        invokes.answer(new AsyncAnswer.KeyReused(ID));

        HttpResponse<String> running = platform.send("POST", PATH, "{}", "Idempotency-Key", "order-1");
        HttpResponse<String> reused = platform.send("POST", PATH, "{}", "Idempotency-Key", "order-1");
        HttpResponse<String> reusedAsync =
                platform.send("POST", PATH, "{}", "Prefer", "respond-async", "Idempotency-Key", "order-1");

        assertThat(running.statusCode()).isEqualTo(409);
        assertThat(header(running, "Retry-After")).isEqualTo("3");
        assertThat(reused.statusCode()).isEqualTo(422);
        assertThat(reusedAsync.statusCode()).isEqualTo(422);
        assertThat(json(reusedAsync).get("type").asString()).isEqualTo("urn:glowplug:problem:idempotency-key-reused");
    }

    @Test
    void refusalsOfTheDispatchKeepTheirFieldAndRule() {
        invokes.fail(RefusedException.invalid("payload", "must be JSON"));
        invokes.fail(RefusedException.tooLarge("payload", "must have at most 6291456 bytes"));
        invokes.fail(new DataAccessResourceFailureException("connection refused"));

        HttpResponse<String> notJson = platform.send("POST", PATH, "{cheese");
        HttpResponse<String> tooLarge = platform.send("POST", PATH, "{}");
        HttpResponse<String> away = platform.send("POST", PATH, "{}");

        assertThat(notJson.statusCode()).isEqualTo(400);
        assertThat(json(notJson).get("errors").get(0).get("field").asString()).isEqualTo("payload");
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(header(away, "Retry-After")).isEqualTo("2");
        assertThat(away.body()).doesNotContain("connection refused");
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedWhetherItSaysItsLengthOrNot() {
        byte[] tooLarge = new byte[7 << 20];

        HttpResponse<String> announced =
                platform.send(platform.request(PATH, "administrator").POST(BodyPublishers.ofByteArray(tooLarge)));
        HttpResponse<String> chunked = platform.send(platform.request(PATH, "administrator")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge))));
        HttpResponse<String> other = platform.send(platform.request("/api/v1/triggers", "administrator")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[2 << 20])));

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(json(announced).get("type").asString()).isEqualTo("urn:glowplug:problem:too-large");
        assertThat(chunked.statusCode()).as(chunked.body()).isEqualTo(413);
        assertThat(other.statusCode()).isEqualTo(413);
        assertThat(invokes.requests).isEmpty();
    }

    @Test
    void everyAnswerHasARequestIdAndHeadersThatKeepBrowsersHonest() {
        answer(new AttemptOutcome.Returned(Payload.NULL, REPORT));

        HttpResponse<String> answer = platform.send("POST", PATH, "{}", "X-Request-Id", "mine-1");
        HttpResponse<String> other = platform.send("POST", "/api/v1/nothing", "{}", "X-Request-Id", "not ok!");

        assertThat(header(answer, "X-Request-Id")).isEqualTo("mine-1");
        assertThat(header(other, "X-Request-Id")).hasSize(36);
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(header(answer, "Cache-Control")).contains("no-store");
    }
}
