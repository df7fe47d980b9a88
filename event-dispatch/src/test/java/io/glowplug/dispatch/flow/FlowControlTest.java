// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.flow;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FlowControl.ConcurrencyLimit;
import io.glowplug.registry.FlowControl.RateLimit;
import io.glowplug.runtime.AttemptRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FlowControlTest {

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness().with("max-concurrent-attempts", 40);

    private static String payload(String key, int number) {
        return "{\"key\":\"%s\",\"n\":%d}".formatted(key, number);
    }

    private void accept(DispatchNode node, ScriptedFunction function, String key, int events) {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < events; number++) {
                String payload = payload(key, number);
                callers.execute(
                        () -> node.invokeService().invokeAsync(DispatchHarness.request(function, payload, null)));
            }
        }
    }

    private static String keyOf(AttemptRequest request) {
        return request.payload().utf8().split("\"", -1)[3];
    }

    private long running(String key) {
        return dispatch.jdbc()
                .sql("select count(*) from invocation where state = 'running' and flow_concurrency_key = :key")
                .param("key", "=" + key)
                .query(Long.class)
                .single();
    }

    @Test
    void noKeyEverRunsMoreAtOnceThanItsLimitOnTwoNodesAndOthersAreNotKeptWaiting() {
        var function = dispatch.function("limited");
        var free = dispatch.function("free");
        dispatch.limiting(Map.of("limited", new FlowControl(null, new ConcurrencyLimit(3, "key"))));
        Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> most = new ConcurrentHashMap<>();
        function.answering(request -> {
            String key = keyOf(request);
            int now = running.computeIfAbsent(key, _ -> new AtomicInteger()).incrementAndGet();
            most.computeIfAbsent(key, _ -> new AtomicInteger()).accumulateAndGet(now, Math::max);
            running.get(key).decrementAndGet();
            return ScriptedFunction.returned(request);
        });
        DispatchNode first = dispatch.startNode();
        DispatchNode second = dispatch.startNode();

        accept(first, function, "a", 150);
        accept(second, function, "b", 40);
        accept(second, function, "c", 40);
        accept(first, free, "a", 20);
        dispatch.runDue();

        assertThat(function.invocations()).isEqualTo(230);
        assertThat(function.attemptedTwice()).isZero();
        assertThat(most).allSatisfy((key, count) -> assertThat(count.get()).isLessThanOrEqualTo(3));
        assertThat(free.invocations()).isEqualTo(20);
        dispatch.assertBalanced();
    }

    @Test
    void whatANodeLeftRunningKeepsItsPlaceUntilItIsRunAgain() {
        var function = dispatch.function("limited").closed();
        dispatch.limiting(Map.of("limited", new FlowControl(null, new ConcurrencyLimit(2, "key"))));
        DispatchNode doomed = dispatch.startNode();
        accept(doomed, function, "a", 6);
        await().atMost(ofSeconds(30)).until(() -> function.running() == 2);
        assertThat(running("a")).isEqualTo(2);

        doomed.crash();
        DispatchNode survivor = dispatch.startNode();
        dispatch.advance(ofSeconds(16));
        survivor.wake();
        // Those two are begun again, and nothing else: they are the two that may run.
        await().atMost(ofSeconds(30)).until(() -> function.attempts() == 4);
        assertThat(function.attemptedTwice()).isEqualTo(2);
        assertThat(running("a")).isEqualTo(2);

        function.open();
        await().atMost(ofSeconds(60)).until(() -> dispatch.count("invocation") == 0);
        assertThat(function.invocations()).isEqualTo(6);
        assertThat(dispatch.count("dead_letter")).isZero();
    }

    @Test
    void aRateHoldsOverTwoNodesAndARestartAndIsHandedOutInTheOrderOfAcceptance() {
        var function = dispatch.function("limited");
        dispatch.limiting(Map.of("limited", new FlowControl(new RateLimit(5, 10, "key"), null)));
        DispatchNode first = dispatch.startNode();
        dispatch.startNode();
        for (int number = 0; number < 12; number++) {
            dispatch.advance(ofMillis(1));
            dispatch.accept(function, payload("a", number));
        }
        dispatch.accept(function, payload("b", 0));

        await().atMost(ofSeconds(30)).until(() -> function.attempts() == 6 && dispatch.count("invocation") == 7);
        first.close();
        DispatchNode third = dispatch.startNode();
        dispatch.advance(ofSeconds(9));
        third.wake();
        await().pollDelay(ofMillis(300)).atMost(ofSeconds(5)).until(() -> function.attempts() == 6);

        dispatch.advance(ofMillis(1_300));
        third.wake();
        await().atMost(ofSeconds(30)).until(() -> function.attempts() == 11 && dispatch.count("invocation") == 2);
        dispatch.advance(ofMillis(10_200));
        third.wake();
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);

        List<String> ofA = function.payloads().stream()
                .filter(payload -> payload.contains("\"a\""))
                .toList();
        assertThat(ofA.subList(0, 5)).containsExactlyInAnyOrderElementsOf(numbers(0, 5));
        assertThat(ofA.subList(5, 10)).containsExactlyInAnyOrderElementsOf(numbers(5, 10));
        assertThat(dispatch.jdbc()
                        .sql("select max(attempts) from settled_invocation")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        dispatch.assertBalanced();
    }

    private static List<String> numbers(int from, int to) {
        return java.util.stream.IntStream.range(from, to)
                .mapToObj(number -> payload("a", number))
                .toList();
    }

    @Test
    void everyKeyGetsItsTurnHoweverManyThereAre() {
        var function = dispatch.function("limited");
        dispatch.limiting(Map.of("limited", new FlowControl(null, new ConcurrencyLimit(1, "key"))));
        DispatchNode node = dispatch.startNode();
        for (int key = 0; key < 600; key++) {
            String payload = payload("k" + key, 0);
            dispatch.jdbc()
                    .sql("""
                    with e as (
                        insert into event (id, function_name, source, occurred_at, accepted_at, payload)
                        values (:id, 'limited', 'test', :now, :now, convert_to(:payload, 'UTF8')) returning id)
                    insert into invocation (id, event_id, function_name, state, attempt, visible_at, accepted_at)
                    select id, id, 'limited', 'waiting', 0, :now, :now from e
                    """)
                    .param("id", com.github.f4b6a3.uuid.UuidCreator.getTimeOrderedEpochPlus1())
                    .param("now", dispatch.clock().instant().atOffset(java.time.ZoneOffset.UTC))
                    .param("payload", payload)
                    .update();
        }
        node.wake();
        await().atMost(ofSeconds(60)).until(() -> dispatch.count("invocation") == 0);

        assertThat(function.invocations()).isEqualTo(600);
    }

    @Test
    void aLimitSetWhileEventsWaitHoldsForThemToo() {
        var function = dispatch.function("limited").closed();
        dispatch.triggers();
        DispatchNode node = dispatch.startNode();
        accept(node, function, "a", 60);
        await().atMost(ofSeconds(30)).until(() -> function.running() >= 20);
        int begun = function.running();

        dispatch.limiting(Map.of("limited", new FlowControl(new RateLimit(1, 3_600, null), null)));
        node.wake();
        function.open();
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("flow_rate") == 1);
        await().pollDelay(ofMillis(200)).atMost(ofSeconds(30)).until(() -> function.running() == 0);

        assertThat(function.attempts()).isLessThanOrEqualTo(begun + 1 + 20);
        assertThat(dispatch.count("invocation")).isPositive();
        Instant later = dispatch.clock().instant();
        assertThat(later).isNotNull();

        dispatch.limiting(Map.of());
        node.wake();
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);
        assertThat(function.invocations()).isEqualTo(60);
    }
}
