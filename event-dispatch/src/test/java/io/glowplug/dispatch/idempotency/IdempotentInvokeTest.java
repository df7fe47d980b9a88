// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.idempotency;

import static io.glowplug.dispatch.testing.DispatchHarness.request;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.IdempotencyKeyQuery;
import io.glowplug.dispatch.IdempotencyKeys;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.RedriveOrder;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.PageRequest;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class IdempotentInvokeTest {

    private static final int CLIENTS = 50;

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    @Test
    void fiftyAsynchronousCallsWithOneKeyAreOneEvent() throws Exception {
        var function = dispatch.function("pay");

        List<AsyncAnswer> answers =
                fromAllClients(() -> dispatch.node().invokeService().invokeAsync(request(function, "{\"a\":1}", "k1")));
        dispatch.runDue();

        assertThat(answers).filteredOn(AsyncAnswer.Accepted.class::isInstance).hasSize(1);
        UUID event = answers.stream()
                .filter(AsyncAnswer.Accepted.class::isInstance)
                .map(answer -> ((AsyncAnswer.Accepted) answer).eventId())
                .findFirst()
                .orElseThrow();
        assertThat(answers)
                .filteredOn(AsyncAnswer.Duplicate.class::isInstance)
                .hasSize(CLIENTS - 1)
                .containsOnly(new AsyncAnswer.Duplicate(event));
        assertThat(function.attempts()).isEqualTo(1);
        assertThat(dispatch.count("event")).isEqualTo(1);
        dispatch.assertBalanced();
    }

    @Test
    void fiftySynchronousCallsWithOneKeyRunOnce() throws Exception {
        var function = dispatch.function("pay").closed();
        var opener = CompletableFuture.runAsync(
                () -> {
                    await().atMost(ofSeconds(30)).until(() -> function.running() == 1);
                    function.open();
                },
                Thread::startVirtualThread);

        List<SyncAnswer> answers =
                fromAllClients(() -> dispatch.node().invokeService().invoke(request(function, "{\"a\":1}", "k1")));

        opener.join();
        assertThat(function.attempts()).isEqualTo(1);
        assertThat(answers).filteredOn(SyncAnswer.Ran.class::isInstance).hasSize(1);
        assertThat(answers)
                .allMatch(answer -> answer instanceof SyncAnswer.Ran
                        || answer instanceof SyncAnswer.StillRunning
                        || answer instanceof SyncAnswer.Replayed);
    }

    @Test
    void aRepeatedCallGetsTheStoredAnswerAndAnotherPayloadIsRefused() {
        var function = dispatch.function("pay");
        var service = dispatch.node().invokeService();

        var first = (SyncAnswer.Ran) service.invoke(request(function, "{\"a\":1}", "k1"));
        var second = service.invoke(request(function, "{\"a\":1}", "k1"));
        var other = service.invoke(request(function, "{\"a\":2}", "k1"));
        var asynchronous = service.invokeAsync(request(function, "{\"a\":1}", "k1"));

        assertThat(second)
                .isEqualTo(new SyncAnswer.Replayed(
                        first.invocationId(), "$LATEST", ((AttemptOutcome.Returned) first.outcome()).answer()));
        assertThat(other).isEqualTo(new SyncAnswer.KeyReused(first.invocationId()));
        assertThat(asynchronous).isEqualTo(new AsyncAnswer.KeyReused(first.invocationId()));
        assertThat(function.attempts()).isEqualTo(1);
    }

    @Test
    void whileTheFirstCallRunsTheSecondIsToldToComeBack() {
        var function = dispatch.function("slow").closed();
        var service = dispatch.node().invokeService();
        var first = CompletableFuture.supplyAsync(
                () -> service.invoke(request(function, "{}", "k1")), Thread::startVirtualThread);
        await().atMost(ofSeconds(30)).until(() -> function.running() == 1);

        assertThat(service.invoke(request(function, "{}", "k1"))).isInstanceOf(SyncAnswer.StillRunning.class);
        assertThat(service.invoke(request(function, "{\"b\":1}", "k1"))).isInstanceOf(SyncAnswer.KeyReused.class);

        function.open();
        assertThat(first.join()).isInstanceOf(SyncAnswer.Ran.class);
    }

    @Test
    void aFailedCallFreesItsKey() {
        var function = dispatch.function("flaky")
                .then(ScriptedFunction.failed("Oops"))
                .then(ScriptedFunction.timedOut())
                .then(new AttemptOutcome.Throttled("full"));
        var service = dispatch.node().invokeService();

        for (int i = 0; i < 4; i++) {
            assertThat(service.invoke(request(function, "{}", "k1"))).isInstanceOf(SyncAnswer.Ran.class);
        }

        assertThat(function.attempts()).isEqualTo(4);
        assertThat(service.invoke(request(function, "{}", "k1"))).isInstanceOf(SyncAnswer.Replayed.class);
    }

    @Test
    void aDeadLetterFreesItsKeyAndSuccessKeepsIt() {
        var function = dispatch.function("flaky").retrying(0, 0).then(ScriptedFunction.failed("Oops"));
        var service = dispatch.node().invokeService();

        var failing = service.invokeAsync(request(function, "{}", "k1"));
        dispatch.runDue();
        var working = service.invokeAsync(request(function, "{}", "k1"));
        dispatch.runDue();
        var repeated = service.invokeAsync(request(function, "{}", "k1"));

        assertThat(failing).isInstanceOf(AsyncAnswer.Accepted.class);
        UUID event = ((AsyncAnswer.Accepted) working).eventId();
        assertThat(repeated).isEqualTo(new AsyncAnswer.Duplicate(event));
        assertThat(service.invokeAsync(request(function, "{\"b\":1}", "k1")))
                .isEqualTo(new AsyncAnswer.KeyReused(event));
    }

    @Test
    void aCallThatDiedWithItsNodeBlocksItsKeyOnlyForItsTime() {
        var function = dispatch.function("slow").closed();
        var service = dispatch.node().invokeService();
        var first = CompletableFuture.supplyAsync(
                () -> service.invoke(request(function, "{}", "k1")), Thread::startVirtualThread);
        await().atMost(ofSeconds(30)).until(() -> function.running() == 1);

        dispatch.advance(ofMinutes(1));
        var second = CompletableFuture.supplyAsync(
                () -> service.invoke(request(function, "{}", "k1")), Thread::startVirtualThread);
        await().atMost(ofSeconds(30)).until(() -> function.running() == 2);

        function.open();
        first.join();
        second.join();
        assertThat(service.invoke(request(function, "{}", "k1"))).isInstanceOf(SyncAnswer.Replayed.class);
    }

    @Test
    void aKeyIsForgottenAfterItsLifeAndWhenItIsRevoked() {
        var function = dispatch.function("pay");
        var service = dispatch.node().invokeService();
        service.invoke(request(function, "{}", "old"));
        service.invoke(request(function, "{}", "revoked"));

        assertThat(dispatch.node().idempotencyKeys().revoke("pay", null, "revoked"))
                .isTrue();
        assertThat(dispatch.node().idempotencyKeys().revoke("pay", null, "revoked"))
                .isFalse();
        assertThat(service.invoke(request(function, "{}", "revoked"))).isInstanceOf(SyncAnswer.Ran.class);
        dispatch.advance(ofHours(25));
        assertThat(service.invoke(request(function, "{}", "old"))).isInstanceOf(SyncAnswer.Ran.class);
        assertThat(dispatch.node()
                        .bean(IdempotencyStore.class)
                        .prune(dispatch.clock().instant(), 100))
                .isEqualTo(1);
    }

    @Test
    void keysAreListedPageByPage() {
        var function = dispatch.function("pay");
        for (String key : List.of("a", "b", "c")) {
            dispatch.node().invokeService().invoke(request(function, "{}", key));
        }

        var first = dispatch.node()
                .idempotencyKeys()
                .list(new IdempotencyKeyQuery("pay", null, null, null), new PageRequest(2, null));
        var second = dispatch.node()
                .idempotencyKeys()
                .list(new IdempotencyKeyQuery("pay", null, null, null), new PageRequest(2, first.nextCursor()));

        assertThat(first.items()).extracting(key -> key.key()).containsExactly("a", "b");
        assertThat(second.items()).extracting(key -> key.key()).containsExactly("c");
        assertThat(second.nextCursor()).isNull();
        assertThat(keys(new IdempotencyKeyQuery("pay", null, true, "b"))).containsExactly("b");
        assertThat(keys(new IdempotencyKeyQuery("pay", null, false, null))).isEmpty();
        assertThat(keys(new IdempotencyKeyQuery("pay", UUID.randomUUID(), null, null)))
                .isEmpty();
        assertThatThrownBy(() -> dispatch.node()
                        .idempotencyKeys()
                        .list(new IdempotencyKeyQuery(null, null, null, null), new PageRequest(2, "x")))
                .hasMessage("cursor must be one that a page before gave");
    }

    @Test
    void aCallSaysHowLongItsKeyIsRemembered() {
        var function = dispatch.function("pay");
        var service = dispatch.node().invokeService();
        service.invoke(withLife(function, "brief", ofMinutes(5)));
        service.invokeAsync(withLife(function, "asynchronous", ofMinutes(5)));
        service.invoke(request(function, "{}", "usual"));
        dispatch.runDue();
        dispatch.advance(ofMinutes(4));
        assertThat(service.invoke(withLife(function, "brief", ofMinutes(5)))).isInstanceOf(SyncAnswer.Replayed.class);
        assertThat(service.invokeAsync(withLife(function, "asynchronous", ofMinutes(5))))
                .isInstanceOf(AsyncAnswer.Duplicate.class);

        dispatch.advance(ofMinutes(1));

        assertThat(service.invoke(withLife(function, "brief", ofMinutes(5)))).isInstanceOf(SyncAnswer.Ran.class);
        assertThat(service.invokeAsync(withLife(function, "asynchronous", ofMinutes(5))))
                .isInstanceOf(AsyncAnswer.Accepted.class);
        assertThat(service.invoke(request(function, "{}", "usual"))).isInstanceOf(SyncAnswer.Replayed.class);
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofDays(32))) {
            assertThatThrownBy(() -> service.invoke(withLife(function, "k", wrong)))
                    .hasMessage("idempotencyTtl must be between 1 and 2678400");
        }
        assertThatThrownBy(() -> service.invoke(withLife(function, null, ofMinutes(5))))
                .hasMessage("idempotencyTtl needs an idempotency key");
    }

    @Test
    void anAnswerThatIsTooLargeToBeKeptIsSaidToBe() {
        dispatch.with("idempotency-answer-limit", "1KB");
        Payload large = Payload.ofUtf8('"' + "x".repeat(2000) + '"');
        var function = dispatch.function("report");
        var service = dispatch.node().invokeService();

        var first = (SyncAnswer.Ran) service.invoke(request(function, large.utf8(), "k1"));
        var second = service.invoke(request(function, large.utf8(), "k1"));

        assertThat(((AttemptOutcome.Returned) first.outcome()).answer()).isEqualTo(large);
        assertThat(second).isEqualTo(new SyncAnswer.NotKept(first.invocationId(), "$LATEST", 2002));
        assertThat(service.invoke(request(function, "{\"b\":1}", "k1"))).isInstanceOf(SyncAnswer.KeyReused.class);
        assertThat(function.attempts()).isEqualTo(1);
    }

    @Test
    void aRedriveTakesItsKeyAgainAndIsRefusedWhereALaterCallHasIt() {
        var function = dispatch.function("flaky")
                .retrying(0, 0)
                .then(ScriptedFunction.failed("Oops"))
                .then(ScriptedFunction.failed("Oops"));
        var service = dispatch.node().invokeService();
        DeadLetterQueue deadLetters = dispatch.node().bean(DeadLetterQueue.class);
        UUID first = accepted(service.invokeAsync(withLife(function, "k1", ofMinutes(5))));
        dispatch.runDue();
        UUID second = accepted(service.invokeAsync(request(function, "{}", "k1")));
        dispatch.runDue();

        UUID again =
                deadLetters.redrive(first, new RedriveOrder(Payload.ofUtf8("{\"fixed\":1}"), Redirection.NONE, null));

        assertThat(service.invokeAsync(request(function, "{}", "k1")))
                .as("the call that is repeated while its redrive waits or after it succeeded")
                .isEqualTo(new AsyncAnswer.Duplicate(again));
        dispatch.runDue();
        assertThat(dispatch.ended(again)).isEqualTo("succeeded");
        assertThat(service.invokeAsync(request(function, "{}", "k1"))).isEqualTo(new AsyncAnswer.Duplicate(again));
        assertThatThrownBy(() -> deadLetters.redrive(second, RedriveOrder.UNCHANGED))
                .hasMessage("The idempotency key of dead letter %s has been taken by invocation %s, which succeeded."
                                .formatted(second, again)
                        + " Revoke the key to send it all the same.");

        dispatch.advance(ofMinutes(6));
        deadLetters.redrive(second, RedriveOrder.UNCHANGED);
        dispatch.runDue();
        assertThat(function.attempts()).isEqualTo(4);
        dispatch.assertBalanced();
    }

    private List<String> keys(IdempotencyKeyQuery query) {
        return dispatch.node().idempotencyKeys().list(query, new PageRequest(100, null)).items().stream()
                .map(IdempotencyKeys.IdempotencyKey::key)
                .toList();
    }

    private static UUID accepted(AsyncAnswer answer) {
        return ((AsyncAnswer.Accepted) answer).eventId();
    }

    private static InvokeRequest withLife(ScriptedFunction function, String key, Duration life) {
        return new InvokeRequest(
                function.name(),
                null,
                Payload.ofUtf8("{}"),
                key,
                null,
                null,
                null,
                new InvokeRequest.Options(life, null));
    }

    private static <T> List<T> fromAllClients(Supplier<T> call) throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                futures.add(clients.submit(() -> {
                    start.await();
                    return call.get();
                }));
            }
            start.countDown();
            List<T> answers = new ArrayList<>();
            for (Future<T> future : futures) {
                answers.add(future.get());
            }
            return answers;
        }
    }
}
