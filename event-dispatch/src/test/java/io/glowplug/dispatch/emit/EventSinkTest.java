// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.store.BlockedKeyStore;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class EventSinkTest {

    private final UUID trigger = UUID.randomUUID();

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    private ScriptedFunction function;
    private TriggerLease lease;

    @BeforeEach
    void holdTheTrigger() {
        function = dispatch.function("consume");
        lease = dispatch.node()
                .triggerLeases()
                .tryAcquire(trigger, ofSeconds(30))
                .orElseThrow();
    }

    @Test
    void eventsAndCheckpointAreStoredTogetherAndTheEventsRun() {
        var result = emit(lease, List.of(event("1", null), event("2", null)), Map.of("p0", "17"));
        dispatch.runDue();

        assertThat(result).isInstanceOfSatisfying(EmitResult.Accepted.class, accepted -> {
            assertThat(accepted.eventIds()).hasSize(2);
            assertThat(accepted.duplicates()).isZero();
        });
        assertThat(function.payloads()).containsExactlyInAnyOrder("\"1\"", "\"2\"");
        assertThat(dispatch.node().eventSink().checkpoints(trigger)).isEqualTo(Map.of("p0", "17"));
        assertThat(dispatch.node().eventSink().openInvocations(trigger)).isZero();
        dispatch.assertBalanced();
    }

    @Test
    void anEventThatWasEmittedBeforeIsLeftOutAndItsCheckpointIsStored() {
        emit(lease, List.of(event("1", null)), Map.of("p0", "1"));
        var again = emit(
                lease, List.of(event("1", null), event("2", null), event("2", null)), Map.of("p0", "2", "p1", "9"));
        dispatch.runDue();

        assertThat(again).isInstanceOfSatisfying(EmitResult.Accepted.class, accepted -> {
            assertThat(accepted.eventIds()).hasSize(1);
            assertThat(accepted.duplicates()).isEqualTo(2);
        });
        assertThat(function.attempts()).isEqualTo(2);
        assertThat(dispatch.node().eventSink().checkpoints(trigger)).isEqualTo(Map.of("p0", "2", "p1", "9"));
        dispatch.assertBalanced();
    }

    @Test
    void aRejectedRecordIsADeadLetterAndFilteredOnesAreCounted() {
        dispatch.node()
                .eventSink()
                .emit(new Emission(
                        lease,
                        binding(),
                        List.of(),
                        List.of(new RejectedEvent(event("1", null), "Undecodable", "not UTF-8 \0 at all")),
                        Map.of("p0", "1"),
                        7));

        assertThat(dispatch.jdbc()
                        .sql("select reason || ' ' || error_type from dead_letter")
                        .query(String.class)
                        .list())
                .containsExactly("rejected Undecodable");
        assertThat(dispatch.jdbc()
                        .sql("select accepted || ' ' || dead_lettered || ' ' || filtered from ledger_count")
                        .query(String.class)
                        .list())
                .containsExactly("1 1 7");
        dispatch.assertBalanced();
    }

    @Test
    void aFormerHolderStoresNothing() {
        dispatch.advance(ofSeconds(31));
        TriggerLease next = dispatch.node()
                .triggerLeases()
                .tryAcquire(trigger, ofSeconds(30))
                .orElseThrow();

        assertThat(emit(lease, List.of(event("1", null)), Map.of("p0", "1"))).isInstanceOf(EmitResult.LeaseLost.class);
        assertThat(dispatch.count("event")).isZero();
        assertThat(dispatch.count("checkpoint")).isZero();
        assertThat(emit(next, List.of(event("1", null)), Map.of())).isInstanceOf(EmitResult.Accepted.class);
    }

    @Test
    void aLeaseIsHeldByOneNodeIsRenewedAndIsFreeOnceReleased() {
        var other = dispatch.startNode().triggerLeases();
        var mine = dispatch.node().triggerLeases();

        assertThat(other.tryAcquire(trigger, ofSeconds(30))).isEmpty();
        dispatch.advance(ofSeconds(20));
        assertThat(mine.renew(List.of(lease), ofSeconds(30))).containsExactly(trigger);
        dispatch.advance(ofSeconds(20));
        assertThat(other.tryAcquire(trigger, ofSeconds(30))).isEmpty();
        mine.release(lease);
        assertThat(emit(lease, List.of(event("1", null)), Map.of())).isInstanceOf(EmitResult.LeaseLost.class);
        assertThat(other.tryAcquire(trigger, ofSeconds(30))).get().matches(taken -> taken.epoch() > lease.epoch());
        assertThat(mine.renew(List.of(lease), ofSeconds(30))).isEmpty();
    }

    @Test
    void eventsOfOneOrderingKeyRunOneAfterAnotherThroughARetry() {
        dispatch.triggers().policy(trigger, new RetryPolicy(2, 1, 1, 21_600));
        function.then(ScriptedFunction.failed("Once"));
        List<TriggerEvent> events = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> events.add(event("a" + i, "a")));

        emit(lease, events.subList(0, 10), Map.of());
        emit(lease, events.subList(10, 20), Map.of());
        dispatch.runDue();
        assertThat(function.payloads()).containsExactly("\"a0\"");
        dispatch.advance(ofSeconds(2));
        dispatch.runDue();
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);

        assertThat(function.payloads().subList(1, 21))
                .isEqualTo(
                        IntStream.range(0, 20).mapToObj(i -> "\"a" + i + "\"").toList());
        assertThat(function.mostAtOnce()).isEqualTo(1);
        dispatch.assertBalanced();
    }

    @Test
    void emissionsAtOnceOfManyTriggersKeepTheirKeysApartAndEachKeyInOrder() throws Exception {
        function.closed();
        List<TriggerLease> leases = new ArrayList<>(List.of(lease));
        IntStream.range(0, 30)
                .forEach(_ -> leases.add(dispatch.node()
                        .triggerLeases()
                        .tryAcquire(UUID.randomUUID(), ofSeconds(30))
                        .orElseThrow()));
        List<Callable<EmitResult>> emissions = new ArrayList<>();
        for (TriggerLease each : leases) {
            for (String key : List.of("k", "k", "other")) {
                emissions.add(() -> dispatch.node()
                        .eventSink()
                        .emit(new Emission(
                                each,
                                new TriggerBinding(each.triggerId(), "orders", "consume", null),
                                List.of(event(key, "order"), event("again", null)),
                                List.of(),
                                Map.of("p", key),
                                1)));
            }
        }

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<EmitResult> result : callers.invokeAll(emissions)) {
                assertThat(result.get()).isInstanceOf(EmitResult.Accepted.class);
            }
        }

        int triggers = leases.size();
        assertThat(dispatch.count("event")).isEqualTo(3L * triggers); // "k", "other" and "again", once each
        assertThat(dispatch.count("invocation where visible_at = 'infinity'"))
                .as("behind the head of their key")
                .isEqualTo(triggers);
        assertThat(dispatch.count("checkpoint")).isEqualTo(triggers);
        assertThat(dispatch.jdbc()
                        .sql("select sum(filtered) from ledger_count")
                        .query(Long.class)
                        .single())
                .isEqualTo(3L * triggers);
        function.open();
        await().atMost(ofSeconds(30)).until(() -> {
            dispatch.runDue();
            return dispatch.count("invocation") == 0;
        });
        dispatch.assertBalanced();
    }

    @Test
    void keysDoNotWaitForOneAnother() {
        function.closed();

        emit(lease, List.of(event("a0", "a"), event("a1", "a"), event("b0", "b"), event("c0", "c")), Map.of());

        await().atMost(ofSeconds(30)).until(() -> function.running() == 3);
        function.open();
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);
        assertThat(function.attempts()).isEqualTo(4);
    }

    @Test
    void aKeyThatIsStuckIsRepaired() {
        function.closed();
        emit(lease, List.of(event("a0", "a"), event("a1", "a")), Map.of());
        dispatch.jdbc()
                .sql("delete from invocation where ordinal = (select min(ordinal) from invocation)")
                .update();

        int repaired = blockedKeys().repair(dispatch.clock().instant());
        function.open();
        dispatch.runDue();

        assertThat(repaired).isEqualTo(1);
        assertThat(function.payloads()).contains("\"a1\"");
    }

    @Test
    void whatAPausedTriggerEmitsWaitsUntilItIsResumed() {
        dispatch.triggers().pause(trigger);
        emit(lease, List.of(event("1", null)), Map.of());
        var other = dispatch.function("other");
        dispatch.accept(other, "{}");
        await().atMost(ofSeconds(30)).until(() -> other.attempts() == 1);

        assertThat(function.attempts()).isZero();
        assertThat(dispatch.node().eventSink().openInvocations(trigger)).isEqualTo(1);
        dispatch.triggers().resume(trigger);
        dispatch.runDue();
        assertThat(function.attempts()).isEqualTo(1);
    }

    private BlockedKeyStore blockedKeys() {
        JdbcClient jdbc = dispatch.node().bean(JdbcClient.class);
        TransactionTemplate transaction =
                new TransactionTemplate(dispatch.node().bean(PlatformTransactionManager.class));
        return new BlockedKeyStore(jdbc, new LedgerTransactions(transaction), new OrderingKeys(jdbc));
    }

    private EmitResult emit(TriggerLease under, List<TriggerEvent> events, Map<String, String> checkpoints) {
        return dispatch.node().eventSink().emit(new Emission(under, binding(), events, List.of(), checkpoints, 0));
    }

    private TriggerBinding binding() {
        return new TriggerBinding(trigger, "orders", "consume", null);
    }

    private static TriggerEvent event(String key, @Nullable String orderingKey) {
        return new TriggerEvent(
                key,
                orderingKey,
                "test:orders",
                Instant.parse("2026-11-21T12:00:00Z"),
                Payload.ofUtf8('"' + key + '"'),
                Map.of("topic", "orders"));
    }
}
