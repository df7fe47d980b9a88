// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.BatchFailures;
import io.glowplug.dispatch.BlockedKey;
import io.glowplug.dispatch.BlockedKeys;
import io.glowplug.dispatch.CircuitBreakerSettings;
import io.glowplug.dispatch.CircuitBreakers;
import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.dispatch.RecordLayout;
import io.glowplug.dispatch.RedriveOrder;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a trigger says about batches, order, concurrency and failures, carried out on the database. */
class TriggerDeliveryTest {

    private static final Pattern RECORD = Pattern.compile("\\{\"offset\":(\\d+),\"v\":\"(\\w+)\"}");
    private static final RetryPolicy ONE_RETRY = new RetryPolicy(1, 0, 0, 21_600);

    private final UUID trigger = UUID.randomUUID();

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    private ScriptedFunction function;
    private TriggerLease lease;

    @BeforeEach
    void holdTheTrigger() {
        function = dispatch.function("consume");
        dispatch.triggers().policy(trigger, ONE_RETRY);
        lease = dispatch.node()
                .triggerLeases()
                .tryAcquire(trigger, ofMinutes(5))
                .orElseThrow();
    }

    @Test
    void reportedRecordsAreTriedAgainAndExactlyTheBadOnesAreDead() {
        dispatch.triggers().batches(trigger, new BatchFailures(true, false));
        function.answering(TriggerDeliveryTest::reportBad);

        emit(batch("ok", "bad", "ok", "ok", "bad", "ok"));
        dispatch.runDue();

        DeadLetter dead = onlyDeadLetter();
        assertThat(offsets(dead.payload().utf8())).containsExactly("1", "4");
        assertThat(dead.payload().utf8())
                .startsWith("{\"records\":[{\"offset\":1")
                .endsWith("],\"end\":1}");
        assertThat(dead.attributes())
                .containsEntry("offset", "1")
                .containsEntry("lastOffset", "4")
                .containsEntry("records", "2")
                .containsEntry("topic", "orders");
        assertThat(dead.errorType()).isEqualTo("Batch.RecordsFailed");
        assertThat(function.payloads().stream().map(TriggerDeliveryTest::offsets))
                .containsExactly(
                        List.of("0", "1", "2", "3", "4", "5"),
                        List.of("1", "2", "3", "4", "5"),
                        List.of("2", "3", "4", "5"),
                        List.of("4", "5"),
                        List.of("5"));
        assertThat(dispatch.outcomes(dead.id()))
                .containsExactly("records-failed", "records-failed", "records-failed", "records-failed", "returned");
        assertThat(dispatch.ended(dead.id())).isEqualTo("dead-lettered");
        dispatch.assertBalanced();

        function.answering(ScriptedFunction::returned);
        dispatch.node().bean(DeadLetterQueue.class).redrive(dead.id(), RedriveOrder.UNCHANGED);
        dispatch.runDue();
        assertThat(offsets(function.payloads().getLast())).containsExactly("1", "4");
        dispatch.assertBalanced();
    }

    @Test
    void aBatchIsSplitUntilTheBadRecordStandsAloneAlsoWhenTheNodeStopsInBetween() {
        dispatch.triggers().batches(trigger, new BatchFailures(false, true));
        dispatch.triggers().policy(trigger, new RetryPolicy(1, 5, 5, 21_600));
        function.answering(request ->
                request.payload().utf8().contains("bad") ? ScriptedFunction.failed("ValueError") : returned(request));

        emit(batch("ok", "ok", "bad", "ok", "ok"));
        dispatch.runDue();
        assertThat(function.payloads().stream().map(TriggerDeliveryTest::offsets))
                .containsExactly(
                        List.of("0", "1", "2", "3", "4"), List.of("0", "1", "2"), List.of("0", "1"), List.of("2"));
        dispatch.node().close();
        dispatch.startNode();
        dispatch.advance(ofSeconds(6));
        dispatch.lastNode().wake();
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("dead_letter") == 1);

        assertThat(function.payloads().stream().skip(4).map(TriggerDeliveryTest::offsets))
                .containsExactly(List.of("2"), List.of("3", "4"));
        assertThat(dispatch.jdbc()
                        .sql("select convert_from(payload, 'UTF8') || error_type || reason from dead_letter")
                        .query(String.class)
                        .single())
                .contains("[{\"offset\":2,\"v\":\"bad\"}]")
                .endsWith("ValueErrorretries-exhausted");
        dispatch.assertBalanced();
    }

    @Test
    void anAnswerThatNamesNoRecordFailsTheWholeBatch() {
        dispatch.triggers().batches(trigger, new BatchFailures(true, false));
        function.answering(request -> answer("{\"batchItemFailures\":[{\"itemIdentifier\":\"unknown\"}]}", request));

        emit(batch("ok", "ok"));
        dispatch.runDue();

        DeadLetter dead = onlyDeadLetter();
        assertThat(dead.errorType()).isEqualTo("Batch.InvalidAnswer");
        assertThat(offsets(dead.payload().utf8())).containsExactly("0", "1");
        assertThat(function.attempts()).isEqualTo(2);
        dispatch.assertBalanced();
    }

    @Test
    void aDeadLetterStopsItsKeyAndOnlyThatUntilItIsReleased() {
        stopping();
        function.answering(TriggerDeliveryTest::failBad);

        emit(keyed("a", "bad1"), keyed("a", "a2"), keyed("a", "a3"), keyed("b", "b1"), keyed("b", "b2"));
        dispatch.runDue();
        emit(keyed("a", "a4"));
        dispatch.runDue();

        assertThat(function.payloads()).containsExactlyInAnyOrder(q("bad1"), q("bad1"), q("b1"), q("b2"));
        BlockedKey blocked = onlyBlockedKey();
        assertThat(blocked.key()).isEqualTo("a");
        assertThat(blocked.deadLetterId()).isEqualTo(onlyDeadLetter().id());
        assertThat(blocked.errorType()).isEqualTo("ValueError");
        assertThat(blocked.waiting()).isEqualTo(3);
        dispatch.assertBalanced();
    }

    @Test
    void aReleasedKeyGoesOnInItsOrder() {
        stopping();
        function.answering(TriggerDeliveryTest::failBad);
        emit(keyed("a", "bad1"), keyed("a", "a2"), keyed("a", "a3"));
        dispatch.runDue();

        assertThatThrownBy(() -> keys().release(trigger, "b", false)).isInstanceOf(RefusedException.class);
        keys().release(trigger, "a", false);
        dispatch.runDue();

        assertThat(function.payloads()).containsExactly(q("bad1"), q("bad1"), q("a2"), q("a3"));
        assertThat(keys().list(trigger, new PageRequest(10, null)).items()).isEmpty();
        dispatch.assertBalanced();
    }

    @Test
    void aDeadLetterThatIsSentAgainAsHeadOfItsKeyRunsBeforeTheRest() {
        stopping();
        function.answering(TriggerDeliveryTest::failBad);
        emit(keyed("a", "bad1"), keyed("a", "a2"), keyed("c", "bad2"), keyed("c", "c2"));
        dispatch.runDue();
        UUID first = keys().list(trigger, new PageRequest(10, null))
                .items()
                .getFirst()
                .deadLetterId();
        dispatch.node().bean(DeadLetterQueue.class).redrive(first, RedriveOrder.UNCHANGED);
        dispatch.runDue();
        assertThatThrownBy(() -> keys().release(trigger, "a", true)).isInstanceOf(RefusedException.class);

        function.answering(ScriptedFunction::returned);
        int before = function.attempts();
        assertThat(keys().releaseAll(trigger, true)).isEqualTo(1);
        dispatch.runDue();

        assertThat(function.payloads().subList(before, function.attempts())).containsExactly(q("bad2"), q("c2"));
        assertThat(onlyBlockedKey().key()).isEqualTo("a");
        assertThat(onlyBlockedKey().redriven()).isTrue();
        assertThat(keys().releaseAll(trigger, false)).isEqualTo(1);
        dispatch.runDue();
        assertThat(function.payloads().getLast()).isEqualTo(q("a2"));
        dispatch.assertBalanced();
    }

    @Test
    void callsWithOneOrderingKeyRunOneAfterAnotherAndOthersBesideThem() {
        function.closed().retrying(0, 0);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(Integer.toString(i));
            call(Integer.toString(i), "k");
        }
        call("100", "other");

        await().atMost(ofSeconds(30)).until(() -> function.running() == 2);
        function.open();
        dispatch.runDue();
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);

        assertThat(function.payloads().stream().filter(payload -> !payload.equals("100")))
                .isEqualTo(sent);
        assertThat(function.mostAtOnce()).isEqualTo(2);
        dispatch.assertBalanced();
        InvokeRequest sync = new InvokeRequest("consume", null, Payload.ofUtf8("1"), null, null, null, "k");
        assertThatThrownBy(() -> dispatch.node().invokeService().invoke(sync)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> call("1", "x".repeat(257))).isInstanceOf(RefusedException.class);
    }

    @Test
    void noMoreOfATriggerRunAtTheSameTimeThanItSaysOnAllNodesTogether() {
        dispatch.triggers().delivery(trigger, new DeliverySettings(OnDeadLetter.CONTINUE, 3, null));
        dispatch.startNode();
        var unbound = dispatch.function("unbound").closed();
        IntStream.range(0, 10).forEach(i -> dispatch.accept(unbound, "{}"));

        function.closed();
        emit(IntStream.range(0, 60).mapToObj(i -> keyed(null, "e" + i)).toArray(TriggerEvent[]::new));
        await().atMost(ofSeconds(30)).until(() -> function.running() == 3 && unbound.running() == 10);
        function.open();
        unbound.open();
        dispatch.runDue();

        assertThat(function.mostAtOnce()).isEqualTo(3);
        assertThat(function.attempts()).isEqualTo(60);
        assertThat(dispatch.jdbc()
                        .sql("select count(*) from invocation where counted")
                        .query(Long.class)
                        .single())
                .isZero();
        dispatch.assertBalanced();
    }

    @Test
    void aBreakerOpensProbesWithOneInvocationAndClosesOnSuccess() {
        dispatch.triggers()
                .delivery(
                        trigger,
                        new DeliverySettings(OnDeadLetter.CONTINUE, null, new CircuitBreakerSettings(5, 60, 600)));
        dispatch.triggers().policy(trigger, new RetryPolicy(0, 0, 0, 21_600));
        function.failing("Down");
        emit(IntStream.range(0, 5).mapToObj(i -> keyed(null, "e" + i)).toArray(TriggerEvent[]::new));
        await().atMost(ofSeconds(30)).until(() -> breakerState().equals("open"));

        emit(IntStream.range(5, 20).mapToObj(i -> keyed(null, "e" + i)).toArray(TriggerEvent[]::new));
        var other = dispatch.function("other");
        dispatch.accept(other, "{}");
        await().atMost(ofSeconds(30)).until(() -> other.attempts() == 1);
        assertThat(function.attempts()).isEqualTo(5);
        assertThat(dispatch.count("dead_letter")).isEqualTo(5);

        dispatch.advance(ofSeconds(61));
        dispatch.lastNode().wake();
        await().atMost(ofSeconds(30)).until(() -> breakerProbes() == 1);
        assertThat(function.attempts()).isEqualTo(6);
        assertThat(dispatch.count("dead_letter")).as("a probe spends nothing").isEqualTo(5);

        function.answering(ScriptedFunction::returned);
        dispatch.advance(ofSeconds(121));
        dispatch.lastNode().wake();
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);
        assertThat(breakerState()).isEqualTo("closed");
        assertThat(dispatch.triggers().notes())
                .containsExactly("circuit breaker opened", "circuit breaker open", "circuit breaker closed");
        dispatch.assertBalanced();
    }

    @Test
    void aBreakerThatIsClosedByHandLetsEverythingRun() {
        dispatch.triggers()
                .delivery(
                        trigger,
                        new DeliverySettings(OnDeadLetter.CONTINUE, 2, new CircuitBreakerSettings(1, 3600, 3600)));
        function.failing("Down");
        emit(keyed(null, "e1"));
        await().atMost(ofSeconds(30)).until(() -> breakerState().equals("open"));
        function.answering(ScriptedFunction::returned);
        emit(keyed(null, "e2"));

        assertThat(breakers().close(trigger)).isTrue();
        assertThat(breakers().close(trigger)).isFalse();
        dispatch.runDue();

        assertThat(dispatch.count("invocation")).isZero();
        assertThat(dispatch.count("dead_letter")).isZero();
        dispatch.assertBalanced();
    }

    private void stopping() {
        dispatch.triggers().delivery(trigger, new DeliverySettings(OnDeadLetter.STOP, null, null));
    }

    private void emit(TriggerEvent... events) {
        dispatch.lastNode()
                .eventSink()
                .emit(new Emission(
                        lease,
                        new TriggerBinding(trigger, "orders", "consume", null),
                        List.of(events),
                        List.of(),
                        Map.of(),
                        0));
    }

    private void call(String payload, String key) {
        var answer = dispatch.node()
                .invokeService()
                .invokeAsync(new InvokeRequest("consume", null, Payload.ofUtf8(payload), null, null, null, key));
        assertThat(answer).isInstanceOf(AsyncAnswer.Accepted.class);
    }

    private BlockedKeys keys() {
        return dispatch.node().bean(BlockedKeys.class);
    }

    private BlockedKey onlyBlockedKey() {
        List<BlockedKey> keys = keys().list(trigger, new PageRequest(10, null)).items();
        assertThat(keys).hasSize(1);
        return keys.getFirst();
    }

    private CircuitBreakers breakers() {
        return dispatch.node().bean(CircuitBreakers.class);
    }

    private String breakerState() {
        return breakers().find(trigger).map(CircuitBreakers.Status::state).orElse("closed");
    }

    private int breakerProbes() {
        return breakers().find(trigger).map(CircuitBreakers.Status::probes).orElse(0);
    }

    private DeadLetter onlyDeadLetter() {
        List<DeadLetter> dead = dispatch.node()
                .bean(DeadLetterQueue.class)
                .list(new DeadLetterQuery(null, trigger, null, null, null, true), new PageRequest(10, null))
                .items();
        assertThat(dead).hasSize(1);
        return dead.getFirst();
    }

    private static TriggerEvent keyed(@Nullable String orderingKey, String text) {
        return new TriggerEvent(null, orderingKey, "test:orders", Instant.EPOCH, Payload.ofUtf8(q(text)), Map.of());
    }

    private static String q(String text) {
        return '"' + text + '"';
    }

    private static TriggerEvent batch(String... values) {
        String records = IntStream.range(0, values.length)
                .mapToObj(i -> "{\"offset\":" + i + ",\"v\":\"" + values[i] + "\"}")
                .collect(Collectors.joining(","));
        return new TriggerEvent(
                null,
                "orders-0",
                "test:orders",
                Instant.EPOCH,
                Payload.ofUtf8("{\"records\":[" + records + "],\"end\":1}"),
                Map.of("topic", "orders", "offset", "0", "lastOffset", Integer.toString(values.length - 1)),
                new RecordLayout(List.of("records"), List.of("offset"), "orders-0", true));
    }

    private static List<String> offsets(String body) {
        return RECORD.matcher(body).results().map(found -> found.group(1)).toList();
    }

    private static AttemptOutcome failBad(AttemptRequest request) {
        return request.payload().utf8().contains("bad") ? ScriptedFunction.failed("ValueError") : returned(request);
    }

    /** Runs the records in their order and stops at the first bad one, which it reports. */
    private static AttemptOutcome reportBad(AttemptRequest request) {
        return RECORD.matcher(request.payload().utf8())
                .results()
                .filter(record -> record.group(2).equals("bad"))
                .findFirst()
                .map(bad -> answer(
                        "{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"orders-0\",\"offset\":"
                                + bad.group(1) + "}}]}",
                        request))
                .orElseGet(() -> answer("{}", request));
    }

    private static AttemptOutcome returned(AttemptRequest request) {
        return ScriptedFunction.returned(request);
    }

    private static AttemptOutcome answer(String json, AttemptRequest request) {
        AttemptOutcome.Returned returned = (AttemptOutcome.Returned) ScriptedFunction.returned(request);
        return new AttemptOutcome.Returned(Payload.ofUtf8(json), returned.report());
    }
}
