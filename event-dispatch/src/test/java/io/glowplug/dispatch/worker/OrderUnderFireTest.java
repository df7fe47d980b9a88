// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.store.BlockedKeyStore;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Many ordering keys on two nodes, of which one dies: the events of each key are settled in their order. */
class OrderUnderFireTest {

    private static final int KEYS = 40;
    private static final int EVENTS_OF_A_KEY = 25;

    private final UUID trigger = UUID.randomUUID();

    @AutoClose
    private final DispatchHarness dispatch =
            new DispatchHarness().with("max-concurrent-attempts", 64).with("drain", "200ms");

    @Test
    void theEventsOfEachKeyEndInTheirOrderThroughFailuresAndTheDeathOfANode() {
        DispatchNode doomed = dispatch.startNode();
        DispatchNode survivor = dispatch.startNode();
        dispatch.triggers().policy(trigger, new RetryPolicy(1, 0, 0, 21_600));
        Random random = new Random(42);
        var function = dispatch.function("consume");
        function.answering(request -> {
            synchronized (random) {
                int drawn = random.nextInt(100);
                return drawn < 10 ? ScriptedFunction.failed("Sometimes") : ScriptedFunction.returned(request);
            }
        });
        emit(survivor);
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("settled_invocation") > 200);

        function.closed();
        await().atMost(ofSeconds(30)).until(() -> function.running() >= 16);
        doomed.crash();
        function.open();
        await().atMost(ofMinutes(1)).until(() -> {
            dispatch.advance(ofSeconds(4));
            survivor.wake();
            return dispatch.count("invocation") == 0;
        });

        assertThat(dispatch.count("settled_invocation")).isEqualTo(KEYS * EVENTS_OF_A_KEY);
        for (int key = 0; key < KEYS; key++) {
            assertThat(firstRuns(function, key))
                    .as("key %d", key)
                    .hasSize(EVENTS_OF_A_KEY)
                    .isSorted();
        }
        dispatch.assertBalanced();
    }

    @Test
    void aKeyThatStandsStillStaysSoWhenItsNodeDiesAndAfterItIsRepaired() {
        DispatchNode doomed = dispatch.startNode();
        dispatch.triggers().policy(trigger, new RetryPolicy(0, 0, 0, 21_600));
        dispatch.triggers().delivery(trigger, new DeliverySettings(OnDeadLetter.STOP, null, null));
        var function = dispatch.function("consume").failing("Always");
        emit(doomed);
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("stopped_key") == KEYS);

        doomed.crash();
        DispatchNode survivor = dispatch.startNode();
        dispatch.advance(ofSeconds(16));
        JdbcClient jdbc = survivor.bean(JdbcClient.class);
        var transactions =
                new LedgerTransactions(new TransactionTemplate(survivor.bean(PlatformTransactionManager.class)));
        new BlockedKeyStore(jdbc, transactions, new OrderingKeys(jdbc))
                .repair(dispatch.clock().instant());
        survivor.wake();
        dispatch.runDue();

        assertThat(function.attempts()).isEqualTo(KEYS);
        assertThat(dispatch.count("dead_letter")).isEqualTo(KEYS);
        assertThat(dispatch.count("invocation")).isEqualTo(KEYS * (EVENTS_OF_A_KEY - 1));
        dispatch.assertBalanced();
    }

    private void emit(DispatchNode node) {
        TriggerLease lease =
                node.triggerLeases().tryAcquire(trigger, ofSeconds(30)).orElseThrow();
        List<TriggerEvent> events = new ArrayList<>();
        for (int n = 0; n < EVENTS_OF_A_KEY; n++) {
            for (int key = 0; key < KEYS; key++) {
                events.add(new TriggerEvent(
                        null,
                        "key-" + key,
                        "test:orders",
                        Instant.EPOCH,
                        Payload.ofUtf8("\"" + key + "/" + n + "\""),
                        Map.of("key", "key-" + key, "n", Integer.toString(n))));
            }
        }
        node.eventSink()
                .emit(new Emission(
                        lease, new TriggerBinding(trigger, "orders", "consume", null), events, List.of(), Map.of(), 0));
    }

    /**
     * The numbers of the events of one key in the order in which each was attempted first. An event is not attempted
     * before the one in front of it has ended, whichever nodes they run on.
     */
    private static List<Integer> firstRuns(ScriptedFunction function, int key) {
        String prefix = "\"" + key + "/";
        return function.payloads().stream()
                .filter(payload -> payload.startsWith(prefix))
                .distinct()
                .map(payload -> Integer.valueOf(payload.substring(prefix.length(), payload.length() - 1)))
                .toList();
    }
}
