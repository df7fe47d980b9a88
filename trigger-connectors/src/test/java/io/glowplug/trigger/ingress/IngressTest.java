// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.dispatch.AnswerRule;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import io.glowplug.registry.Violation;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.Payload;
import io.glowplug.testing.TestPostgres;
import io.glowplug.trigger.Ingress;
import io.glowplug.trigger.TriggerCredentials;
import io.glowplug.trigger.TriggerCredentials.Kind;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerDraft;
import io.glowplug.trigger.Triggers;
import io.glowplug.trigger.http.TestIssuer;
import io.glowplug.trigger.node.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both kinds of triggers over a real ledger: two nodes, requests in memory, and a function that answers as told. */
class IngressTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.shared();

    private static DispatchHarness harness;
    private static HikariDataSource database;
    private static TestNode node;
    private static TestNode other;
    private static ScriptedFunction function;

    @BeforeAll
    static void startNodes() {
        String url = TestPostgres.createDatabase();
        harness = new DispatchHarness(url).inRealTime();
        database = TestPostgres.pool(url);
        function = harness.function("report");
        node = TestNode.withIngress(harness.startNode(), database, harness.clock());
        other = TestNode.withIngress(harness.startNode(), database, harness.clock());
    }

    @AfterAll
    static void stopNodes() {
        node.close();
        other.close();
        harness.closeNodes();
        harness.assertBalanced();
        database.close();
        harness.close();
    }

    @AfterEach
    void removeTriggers() {
        function.answering(ScriptedFunction::returned);
        Triggers triggers = node.triggers();
        triggers.list(null, null, new PageRequest(500, null))
                .items()
                .forEach(trigger -> triggers.delete(trigger.id(), true, null));
    }

    private static Ingress ingress() {
        return node.bean(Ingress.class);
    }

    private static TriggerDraft draft(String name, String type, String settings, String filter) {
        return new TriggerDraft(name, "report", null, type, settings, filter, null, null, false);
    }

    private static TriggerDefinition http(String name, String settings) {
        return node.triggers().create(draft(name, "http", settings, null));
    }

    private static TriggerDefinition webhook(String name, String settings) {
        return node.triggers().create(draft(name, "webhook", settings, null));
    }

    private static TriggerCredentials credentials() {
        return node.bean(TriggerCredentials.class);
    }

    private static void answering(String json) {
        function.answering(request -> returned(request, json));
    }

    private static AttemptOutcome returned(AttemptRequest request, String json) {
        AttemptOutcome.Returned like = (AttemptOutcome.Returned) ScriptedFunction.returned(request);
        return new AttemptOutcome.Returned(Payload.ofUtf8(json), like.report());
    }

    private static TestExchange get(String target) {
        return TestExchange.of("GET", target).to(ingress());
    }

    private static JsonNode lastEvent() {
        return JSON.readTree(function.requests().getLast().payload().bytes());
    }

    private static long events(UUID trigger) {
        return harness.jdbc()
                .sql("select count(*) from event where trigger_id = :trigger")
                .param("trigger", trigger)
                .query(Long.class)
                .single();
    }

    private static void refusedField(String settings, String field) {
        assertThatThrownBy(() -> http("refused", settings))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.violations())
                                .extracting(Violation::field)
                                .contains(field));
    }

    @Test
    void aRouteIsAnsweredByItsFunctionFromTheMomentItIsStored() {
        answering("{\"statusCode\": 201, \"headers\": {\"x-a\": \"1\"}, \"cookies\": [\"c=1\"], \"body\": \"made\"}");
        TriggerDefinition trigger = http("orders", "{\"route\": \"GET /orders/{id}\"}");

        TestExchange answered = get("/orders/17?x=1");

        assertThat(answered.status()).isEqualTo(201);
        assertThat(answered.answerText()).isEqualTo("made");
        assertThat(answered.answered("x-a")).containsExactly("1");
        assertThat(answered.answered("Set-Cookie")).containsExactly("c=1");
        assertThat(lastEvent().at("/pathParameters/id").stringValue()).isEqualTo("17");
        assertThat(lastEvent().get("routeKey").stringValue()).isEqualTo("GET /orders/{id}");
        assertThat(get("/other").status()).isEqualTo(404);
        assertThat(get("/other").answerJson().get("message").stringValue()).isEqualTo("Not Found");
        // Recorded as every synchronous run is, and as this trigger's; nothing of it is in the ledger.
        UUID invocation =
                UUID.fromString(answered.answered("Glowplug-Invocation-Id").getFirst());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(harness.jdbc()
                                .sql("select trigger_id from settled_invocation where id = :id and kind = 'sync'")
                                .param("id", invocation)
                                .query(UUID.class)
                                .list())
                        .containsExactly(trigger.id()));
        assertThat(events(trigger.id())).isZero();
    }

    @Test
    void theOtherNodeServesItTooAndFollowsItsChanges() {
        answering("{\"n\": 1}");
        TriggerDefinition trigger = http("shared", "{\"route\": \"GET /shared\"}");
        Ingress there = other.bean(Ingress.class);

        await("the other node serves the route")
                .atMost(PATIENCE)
                .until(() -> TestExchange.of("GET", "/shared").to(there).status() == 200);
        node.triggers().update(trigger.id(), draft("shared", "http", "{\"route\": \"GET /moved\"}", null), null);

        assertThat(get("/shared").status()).isEqualTo(404);
        assertThat(get("/moved").status()).isEqualTo(200);
        await("the other node has moved it")
                .atMost(PATIENCE)
                .until(() -> TestExchange.of("GET", "/moved").to(there).status() == 200
                        && TestExchange.of("GET", "/shared").to(there).status() == 404);
        node.triggers().delete(trigger.id(), false, null);
        assertThat(get("/moved").status()).isEqualTo(404);
    }

    @Test
    void anEventOfATriggerAsItWasBeforeIsNotStored() {
        TriggerDefinition trigger = http("fenced", "{\"route\": \"POST /fenced\", \"answer\": \"async\"}");
        Ingress there = other.bean(Ingress.class);
        await().atMost(PATIENCE)
                .until(() -> TestExchange.of("POST", "/fenced").to(there).status() == 202);
        long before = events(trigger.id());

        // The other node may not have noticed yet; whatever it answers must be true of the trigger as it is now.
        node.triggers().delete(trigger.id(), true, null);
        TestExchange late = TestExchange.of("POST", "/fenced").to(there);

        assertThat(late.status()).isEqualTo(404);
        assertThat(events(trigger.id())).isEqualTo(before);
    }

    @Test
    void twoTriggersForTheSameRequestsAreRefused() {
        http("first", "{\"route\": \"GET /taken/{a}\"}");
        http("url", "{\"functionUrl\": true}");

        assertThatThrownBy(() -> http("second", "{\"route\": \"GET /taken/{b}\"}"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("first");
        assertThatThrownBy(() -> http("third", "{\"functionUrl\": true}"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("url");
        assertThat(http("by-method", "{\"route\": \"POST /taken/{b}\"}").name()).isEqualTo("by-method");
    }

    @Test
    void functionUrlsAnswerByPathAndByHost() {
        answering("{\"body\": 1}");
        http("url", "{\"functionUrl\": true}");

        assertThat(get("/fn/report/a/b?c=d").status()).isEqualTo(200);
        assertThat(lastEvent().get("rawPath").stringValue()).isEqualTo("/a/b");
        assertThat(lastEvent().get("routeKey").stringValue()).isEqualTo("$default");
        assertThat(TestExchange.of("PUT", "/x")
                        .at("report.localhost")
                        .to(ingress())
                        .status())
                .isEqualTo(200);
        assertThat(lastEvent().get("rawPath").stringValue()).isEqualTo("/x");
        assertThat(get("/fn/clean").status()).isEqualTo(404);
    }

    @Test
    void anAnswerThatIsNoneIsA502AndTheReasonStandsInTheHistory() {
        answering("{\"statusCode\": 200, \"headers\": {\"x\": \"1\\r\\nSet-Cookie: evil=1\"}, \"body\": \"b\"}");
        TriggerDefinition trigger = http("bad", "{\"route\": \"GET /bad\"}");

        TestExchange answered = get("/bad");

        assertThat(answered.status()).isEqualTo(502);
        assertThat(answered.answerJson().get("message").stringValue()).isEqualTo("Internal server error");
        assertThat(answered.answered("Set-Cookie")).isEmpty();
        UUID invocation =
                UUID.fromString(answered.answered("Glowplug-Invocation-Id").getFirst());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(harness.jdbc()
                                .sql("select status || ' ' || error_type || ' ' || error_message"
                                        + " from settled_invocation where id = :id")
                                .param("id", invocation)
                                .query(String.class)
                                .list())
                        .singleElement()
                        .asString()
                        .startsWith("failed " + AnswerRule.MALFORMED)
                        .contains("line breaks"));
        await("the trigger shows it")
                .atMost(PATIENCE)
                .until(() -> node.triggers().status(trigger.id()).refused().containsKey("malformed-answer"));
    }

    @Test
    void failuresSayNothingOfTheirReasonToStrangers() {
        http("failing", "{\"route\": \"GET /failing\"}");

        function.answering(_ -> ScriptedFunction.failed("secret of the house"));
        assertThat(get("/failing").status()).isEqualTo(502);
        assertThat(get("/failing").answerText()).doesNotContain("secret");
        function.answering(_ -> ScriptedFunction.timedOut());
        assertThat(get("/failing").status()).isEqualTo(504);
        function.answering(_ -> new AttemptOutcome.Throttled("full"));
        TestExchange throttled = get("/failing");
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.answered("Retry-After")).containsExactly("1");
    }

    @Test
    void aCallerDoesNotWaitLongerThanTheRouteSays() throws InterruptedException {
        CountDownLatch patience = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        function.answering(request -> {
            try {
                patience.await();
                return returned(request, "{\"late\": true}");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                ended.countDown();
            }
        });
        http("slow", "{\"route\": \"GET /slow\", \"timeoutSeconds\": 1}");

        TestExchange answered = get("/slow");

        assertThat(answered.status()).isEqualTo(504);
        patience.countDown();
        ended.await();
    }

    @Test
    void aStreamIsPassedOnWithTheHeadThatItBeginsWith() {
        http("stream", "{\"route\": \"GET /stream\"}");
        function.answering(request -> streaming(
                request,
                "application/vnd.awslambda.http-integration-response",
                "{\"statusCode\": 418, \"headers\": {\"x-a\": \"1\"}, \"cookies\": [\"c=1\"]}",
                "\0\0\0\0\0\0\0\0tea",
                "pot"));
        TestExchange withHead = get("/stream");
        function.answering(request -> streaming(request, "text/plain", "one", "two"));
        TestExchange plain = get("/stream");
        function.answering(request -> streaming(
                request,
                "application/vnd.awslambda.http-integration-response",
                "{\"statusCode\": 1}",
                "\0\0\0\0\0\0\0\0x"));
        TestExchange broken = get("/stream");

        assertThat(withHead.status()).isEqualTo(418);
        assertThat(withHead.answered("x-a")).containsExactly("1");
        assertThat(withHead.answered("Set-Cookie")).containsExactly("c=1");
        assertThat(withHead.answerText()).isEqualTo("teapot");
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.answered("Content-Type")).containsExactly("text/plain");
        assertThat(plain.answerText()).isEqualTo("onetwo");
        assertThat(broken.status()).isEqualTo(502);
    }

    private static AttemptOutcome streaming(AttemptRequest request, String type, String... pieces) {
        try {
            request.sink().begin(type);
            for (String piece : pieces) {
                request.sink().write(piece.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            // As the runtime does: the function goes on for nobody.
        }
        return returned(request, "");
    }

    @Test
    void anIdempotencyKeyMakesTwoRequestsOne() {
        answering("{\"statusCode\": 200, \"body\": \"once\"}");
        http("pay", "{\"route\": \"POST /pay\"}");
        int before = function.attempts();

        TestExchange first = pay("k1", "{\"n\":1}");
        TestExchange again = pay("k1", "{\"n\":1}");
        TestExchange another = pay("k1", "{\"n\":2}");

        assertThat(first.answerText()).isEqualTo("once");
        assertThat(again.answerText()).isEqualTo("once");
        assertThat(again.answered("Idempotency-Replayed")).containsExactly("true");
        assertThat(again.answered("Glowplug-Invocation-Id")).isEqualTo(first.answered("Glowplug-Invocation-Id"));
        assertThat(another.status()).isEqualTo(422);
        assertThat(function.attempts() - before).isEqualTo(1);
        function.answering(_ -> ScriptedFunction.failed("Oops"));
        assertThat(pay("k2", "{}").status()).isEqualTo(502);
        answering("{\"statusCode\": 200, \"body\": \"well\"}");
        assertThat(pay("k2", "{}").answerText()).isEqualTo("well");
    }

    private static TestExchange pay(String key, String body) {
        return TestExchange.of("POST", "/pay")
                .with("Idempotency-Key", key)
                .body("application/json", body)
                .to(ingress());
    }

    @Test
    void anAsynchronousRouteAnswersOnceTheEventIsStored() {
        TriggerDefinition trigger = http("later", "{\"route\": \"POST /later\", \"answer\": \"async\"}");

        TestExchange first = later("k", "{\"n\":1}");
        TestExchange again = later("k", "{\"n\":1}");
        TestExchange another = later("k", "{\"n\":2}");
        TestExchange without = later(null, "{\"n\":3}");

        assertThat(first.status()).isEqualTo(202);
        UUID event = UUID.fromString(first.answerJson().get("eventId").stringValue());
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.answerJson()).isEqualTo(first.answerJson());
        assertThat(again.answered("Idempotency-Replayed")).containsExactly("true");
        assertThat(another.status()).isEqualTo(422);
        assertThat(without.status()).isEqualTo(202);
        assertThat(events(trigger.id())).isEqualTo(2);
        assertThat(harness.jdbc()
                        .sql("select trigger_id from event where id = :id")
                        .param("id", event)
                        .query(UUID.class)
                        .single())
                .isEqualTo(trigger.id());
        harness.runDue();
    }

    private static TestExchange later(String key, String body) {
        TestExchange exchange = TestExchange.of("POST", "/later").body("application/json", body);
        if (key != null) {
            exchange.with("Idempotency-Key", key);
        }
        return exchange.to(ingress());
    }

    @Test
    void manyRequestsWithOneKeyAtOnceAreOneEvent() {
        TriggerDefinition trigger = http("later", "{\"route\": \"POST /later\", \"answer\": \"async\"}");

        List<CompletableFuture<TestExchange>> racing = IntStream.range(0, 12)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> later("race", "{}")))
                .toList();

        assertThat(racing.stream().map(CompletableFuture::join))
                .allMatch(answered -> answered.status() == 202)
                .extracting(answered -> answered.answerJson().get("eventId").stringValue())
                .containsOnly(
                        racing.getFirst().join().answerJson().get("eventId").stringValue());
        assertThat(events(trigger.id())).isEqualTo(1);
        harness.runDue();
    }

    @Test
    void aFilterTurnsEventsAwayByTheirBody() {
        TriggerDefinition trigger = node.triggers()
                .create(draft(
                        "filtered",
                        "http",
                        "{\"route\": \"POST /later\", \"answer\": \"async\"}",
                        "{\"body\": {\"total\": [{\"numeric\": [\">\", 100]}]}}"));

        assertThat(later(null, "{\"total\": 200}").answerJson().has("eventId")).isTrue();
        assertThat(later(null, "{\"total\": 50}").answerJson().get("filtered").booleanValue())
                .isTrue();
        assertThat(events(trigger.id())).isEqualTo(1);
        harness.runDue();
    }

    @Test
    void aPausedRouteTakesEventsAndAnswersNobody() {
        TriggerDefinition async = http("later", "{\"route\": \"POST /later\", \"answer\": \"async\"}");
        TriggerDefinition sync = http("now", "{\"route\": \"GET /now\"}");
        node.triggers().pause(async.id(), null);
        node.triggers().pause(sync.id(), null);

        assertThat(later(null, "{}").status()).isEqualTo(202);
        assertThat(events(async.id())).isEqualTo(1);
        TestExchange refused = get("/now");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.answered("Retry-After")).containsExactly("10");
        node.triggers().resume(sync.id(), null);
        answering("{}");
        assertThat(get("/now").status()).isEqualTo(200);
        harness.runDue();
    }

    @Test
    void apiKeysLetInAndOnlyTheirHashIsKept() {
        answering("{\"ok\": true}");
        TriggerDefinition trigger = http("keyed", "{\"route\": \"GET /keyed\", \"auth\": {\"type\": \"api-key\"}}");
        assertThat(get("/keyed").status()).isEqualTo(401);

        TriggerCredentials.Issued partner = credentials().add(trigger.id(), Kind.API_KEY, "partner", null, null);
        String key = partner.secret().value();

        assertThat(keyed(key).status()).isEqualTo(200);
        assertThat(lastEvent().at("/requestContext/authorizer/apiKey/name").stringValue())
                .isEqualTo("partner");
        assertThat(lastEvent().get("headers").has("x-api-key")).isFalse();
        assertThat(keyed(key + "x").status()).isEqualTo(401);
        assertThat(keyed("").status()).isEqualTo(401);
        assertThat(harness.jdbc()
                        .sql("select encode(hash, 'hex') from trigger_credential where id = :id")
                        .param("id", partner.credential().id())
                        .query(String.class)
                        .single())
                .isNotEqualTo(key)
                .hasSize(64);
        credentials()
                .expire(
                        trigger.id(),
                        Kind.API_KEY,
                        partner.credential().id(),
                        harness.clock().instant().minusSeconds(1));
        assertThat(keyed(key).status()).isEqualTo(401);
        assertThatThrownBy(() -> credentials().add(trigger.id(), Kind.SIGNING_SECRET, "s", null, null))
                .isInstanceOf(RefusedException.class);
    }

    private static TestExchange keyed(String key) {
        return TestExchange.of("GET", "/keyed").with("X-Api-Key", key).to(ingress());
    }

    @Test
    void aTokenLetsInAndItsClaimsReachTheFunction() {
        answering("{\"ok\": true}");
        try (TestIssuer issuer = new TestIssuer()) {
            http("tokens", """
                    {"route": "GET /tokens", "auth": {"type": "jwt", "jwksUrl": "%s",
                     "issuer": "%s", "audience": ["orders"]}}""".formatted(issuer.jwksUrl(), TestIssuer.ISSUER));
            String token =
                    issuer.signed(TestIssuer.claims(harness.clock().instant()).build());

            assertThat(get("/tokens").status()).isEqualTo(401);
            assertThat(TestExchange.of("GET", "/tokens")
                            .with("Authorization", "Bearer " + token)
                            .to(ingress())
                            .status())
                    .isEqualTo(200);
            assertThat(lastEvent()
                            .at("/requestContext/authorizer/jwt/claims/sub")
                            .stringValue())
                    .isEqualTo("joe");
        }
    }

    @Test
    void aThrottledRouteSaysWhenToComeBack() {
        answering("{}");
        http("throttled", "{\"route\": \"GET /throttled\", \"throttle\": {\"ratePerSecond\": 0.01, \"burst\": 3}}");

        for (int i = 0; i < 3; i++) {
            assertThat(get("/throttled").status()).isEqualTo(200);
        }
        TestExchange refused = get("/throttled");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.answered("Retry-After").getFirst())).isBetween(90, 100);
    }

    @Test
    void crossOriginIsThePlatformsWordAndNotTheFunctions() {
        answering("{\"statusCode\": 200, \"headers\": {\"access-control-allow-origin\": \"*\"}, \"body\": \"b\"}");
        http("cors", """
                {"route": "PUT /cors", "auth": {"type": "api-key"},
                 "cors": {"allowOrigins": ["https://app.example"], "allowCredentials": true, "maxAgeSeconds": 60}}""");
        int before = function.attempts();

        TestExchange asked = TestExchange.of("OPTIONS", "/cors")
                .with("Origin", "https://app.example")
                .with("Access-Control-Request-Method", "PUT")
                .with("Access-Control-Request-Headers", "content-type, x-api-key")
                .to(ingress());
        TestExchange stranger = TestExchange.of("OPTIONS", "/cors")
                .with("Origin", "https://evil.example")
                .with("Access-Control-Request-Method", "PUT")
                .to(ingress());
        TestExchange refused = TestExchange.of("PUT", "/cors")
                .with("Origin", "https://app.example")
                .to(ingress());

        assertThat(asked.status()).isEqualTo(204);
        assertThat(asked.answered("Access-Control-Allow-Origin")).containsExactly("https://app.example");
        assertThat(asked.answered("Access-Control-Allow-Methods")).containsExactly("PUT");
        assertThat(asked.answered("Access-Control-Allow-Headers")).containsExactly("content-type, x-api-key");
        assertThat(asked.answered("Access-Control-Max-Age")).containsExactly("60");
        assertThat(stranger.answered("Access-Control-Allow-Origin")).isEmpty();
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.answered("Access-Control-Allow-Origin")).containsExactly("https://app.example");
        assertThat(refused.answered("Vary")).containsExactly("Origin");
        assertThat(function.attempts()).isEqualTo(before);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        http("small", "{\"route\": \"POST /small\", \"maxBodyBytes\": 10}");
        http("later", "{\"route\": \"POST /later\", \"answer\": \"async\"}");
        byte[] binary = new byte[900_000];

        assertThat(TestExchange.of("POST", "/small")
                        .body(new byte[11])
                        .to(ingress())
                        .status())
                .isEqualTo(413);
        // Base64 makes a third more of it than an event can have.
        assertThat(TestExchange.of("POST", "/later").body(binary).to(ingress()).status())
                .isEqualTo(413);
    }

    @Test
    void settingsThatWouldDoNothingAreRefused() {
        refusedField("{}", "settings.route");
        refusedField("{\"route\": \"GET /a\", \"functionUrl\": true}", "settings.route");
        refusedField("{\"route\": \"GET /fn/a\"}", "settings.route");
        refusedField(
                "{\"route\": \"GET /a\", \"answer\": \"async\", \"timeoutSeconds\": 1}", "settings.timeoutSeconds");
        refusedField("{\"route\": \"GET /a\", \"maxBodyBytes\": 6291457}", "settings.maxBodyBytes");
        refusedField("{\"route\": \"GET /a\", \"auth\": {\"type\": \"basic\"}}", "settings.auth.type");
        refusedField("{\"route\": \"GET /a\", \"auth\": {\"type\": \"jwt\"}}", "settings.auth.issuer");
        refusedField(
                "{\"route\": \"GET /a\", \"auth\": {\"type\": \"jwt\", \"jwksUrl\": \"http://idp.example/k\","
                        + " \"issuer\": \"i\", \"audience\": [\"a\"]}}",
                "settings.auth.jwksUrl");
        refusedField(
                "{\"route\": \"GET /a\", \"cors\": {\"allowOrigins\": [\"*\"], \"allowCredentials\": true}}",
                "settings.cors.allowCredentials");
        refusedField("{\"route\": \"GET /a\", \"throttle\": {}}", "settings.throttle.ratePerSecond");
        assertThatThrownBy(() -> node.triggers()
                        .create(draft("f", "http", "{\"route\": \"GET /a\"}", "{\"rawPath\": [\"/a\"]}")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.violations().getFirst().field())
                                .isEqualTo("filter"));
    }

    @Test
    void aWebhookIsAnEventOnlyWhenItIsSigned() {
        TriggerDefinition trigger = webhook("github", "{\"signature\": {\"scheme\": \"github\"}}");
        assertThat(notice("first", "s1", "{}").status()).isEqualTo(503);
        credentials().add(trigger.id(), Kind.SIGNING_SECRET, "one", new SecretText("s1"), null);

        TestExchange taken = notice("first", "s1", "{\"n\":1}");
        TestExchange again = notice("first", "s1", "{\"n\":1}");
        TestExchange forged = notice("second", "wrong", "{\"n\":1}");

        assertThat(taken.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.answerJson()).isEqualTo(taken.answerJson());
        assertThat(forged.status()).isEqualTo(401);
        assertThat(forged.answerJson().get("type").stringValue()).isEqualTo("urn:glowplug:problem:bad-signature");
        assertThat(events(trigger.id())).isEqualTo(1);
        await("the forgery is counted and shown")
                .atMost(PATIENCE)
                .until(() -> node.triggers().status(trigger.id()).refused().containsKey("bad-signature"));
        harness.runDue();
        assertThat(lastEvent().get("body").stringValue()).isEqualTo("{\"n\":1}");
        assertThat(lastEvent().at("/headers/x-github-delivery").stringValue()).isEqualTo("first");
    }

    private static TestExchange notice(String delivery, String secret, String body) {
        return TestExchange.of("POST", "/webhooks/github")
                .with("X-GitHub-Delivery", delivery)
                .with("X-Hub-Signature-256", "sha256=" + hmac(secret, body))
                .body("application/json", body)
                .to(ingress());
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneSecretFollowsAnotherWithoutAGap() {
        TriggerDefinition trigger = webhook("github", "{\"signature\": {\"scheme\": \"github\"}}");
        TriggerCredentials.Issued one =
                credentials().add(trigger.id(), Kind.SIGNING_SECRET, "one", new SecretText("s1"), null);
        credentials().add(trigger.id(), Kind.SIGNING_SECRET, "two", new SecretText("s2"), null);

        assertThat(notice("a", "s1", "{}").status()).isEqualTo(202);
        assertThat(notice("b", "s2", "{}").status()).isEqualTo(202);
        assertThatThrownBy(
                        () -> credentials().add(trigger.id(), Kind.SIGNING_SECRET, "three", new SecretText("s3"), null))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("at most 2");
        credentials().remove(trigger.id(), Kind.SIGNING_SECRET, one.credential().id());
        assertThat(notice("c", "s1", "{}").status()).isEqualTo(401);
        assertThat(notice("d", "s2", "{}").status()).isEqualTo(202);
        assertThat(harness.jdbc()
                        .sql("select convert_from(sealed, 'SQL_ASCII') from trigger_credential where trigger_id = :id")
                        .param("id", trigger.id())
                        .query(String.class)
                        .list())
                .doesNotContain("s2");
        harness.runDue();
    }

    @Test
    void slacksQuestionIsAnsweredOnlyIfItIsSigned() {
        TriggerDefinition trigger = webhook("slack", "{\"path\": \"/slack\", \"signature\": {\"scheme\": \"slack\"}}");
        credentials().add(trigger.id(), Kind.SIGNING_SECRET, "one", new SecretText("s1"), null);
        String body = "{\"type\": \"url_verification\", \"challenge\": \"3eZbrw1aB\"}";

        TestExchange answered = slack("s1", body);
        TestExchange forged = slack("s2", body);
        TestExchange event = slack("s1", "{\"type\": \"event_callback\", \"event_id\": \"Ev1\"}");

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.answerText()).isEqualTo("3eZbrw1aB");
        assertThat(forged.status()).isEqualTo(401);
        assertThat(event.status()).isEqualTo(200);
        assertThat(event.answerText()).isEmpty();
        assertThat(events(trigger.id())).isEqualTo(1);
        harness.runDue();
    }

    private static TestExchange slack(String secret, String body) {
        long now = harness.clock().instant().getEpochSecond();
        return TestExchange.of("POST", "/slack")
                .with("X-Slack-Request-Timestamp", Long.toString(now))
                .with("X-Slack-Signature", "v0=" + hmac(secret, "v0:" + now + ":" + body))
                .body("application/json", body)
                .to(ingress());
    }

    @Test
    void theStateOfATriggerSaysWhatItLacks() {
        TriggerDefinition trigger = webhook("github", "{\"signature\": {\"scheme\": \"github\"}}");

        await("it says that it has no secret")
                .atMost(PATIENCE)
                .until(() -> String.valueOf(node.triggers().status(trigger.id()).problem())
                        .contains("no valid signing secret"));
        credentials().add(trigger.id(), Kind.SIGNING_SECRET, "one", new SecretText("s1"), null);
        await("it is well")
                .atMost(PATIENCE)
                .until(() -> node.triggers().status(trigger.id()).state().equals("running"));
    }
}
