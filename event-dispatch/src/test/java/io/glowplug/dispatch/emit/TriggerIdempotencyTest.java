// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.IdempotencyKeyQuery;
import io.glowplug.dispatch.IdempotencyKeys.IdempotencyKey;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.dispatch.IdempotencyRule.IfMissing;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TriggerIdempotencyTest {

    private static final PageRequest PAGE = new PageRequest(100, null);

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    private final UUID trigger = UUID.randomUUID();
    private final AtomicInteger deliveries = new AtomicInteger();

    @Test
    void eventsWithOneKeyAreOneForAsLongAsTheRuleSays() {
        ScriptedFunction function = dispatch.function("pay");
        IdempotencyRule rule = new IdempotencyRule("order", 300, IfMissing.ACCEPT);

        EmitResult.Accepted first = emit(rule, "{\"order\":1}", "{\"order\":1}", "{\"order\":2}", "{\"other\":1}");
        EmitResult.Accepted second = emit(rule, "{\"order\":1}", "{\"order\":2,\"n\":1}", "{\"other\":1}");
        dispatch.runDue();
        EmitResult.Accepted third = emit(rule, "{\"order\":1}");

        assertThat(first.eventIds()).hasSize(3);
        assertThat(first.duplicates()).isEqualTo(1);
        assertThat(second.eventIds()).hasSize(1);
        assertThat(second.duplicates()).isEqualTo(2);
        assertThat(third.eventIds()).isEmpty();
        assertThat(function.attempts()).isEqualTo(4);
        assertThat(dispatch.node().eventSink().duplicates(trigger)).isEqualTo(new DuplicateCounts(3, 1));
        assertThat(keys()).extracting(IdempotencyKey::key).containsExactly("1", "2");
        assertThat(keys()).allMatch(IdempotencyKey::completed).allMatch(key -> trigger.equals(key.triggerId()));

        dispatch.node().idempotencyKeys().revoke("pay", trigger, "2");
        assertThat(emit(rule, "{\"order\":2}").eventIds()).hasSize(1);
        dispatch.advance(Duration.ofMinutes(6));
        assertThat(emit(rule, "{\"order\":1}").eventIds()).hasSize(1);
        dispatch.runDue();
        dispatch.assertBalanced();

        dispatch.node().eventSink().forget(trigger);
        assertThat(keys()).isEmpty();
        assertThat(dispatch.node().eventSink().duplicates(trigger)).isEqualTo(DuplicateCounts.NONE);
    }

    @Test
    void aKeyBelongsToItsTriggerAndADeathFreesIt() {
        ScriptedFunction function = dispatch.function("pay").failing("Oops");
        dispatch.triggers().policy(trigger, new RetryPolicy(0, 0, 0, 3600));
        IdempotencyRule rule = new IdempotencyRule("order", 300, IfMissing.ACCEPT);
        emit(rule, "{\"order\":1}");
        dispatch.runDue();
        assertThat(keys()).isEmpty();

        emit(rule, "{\"order\":1}");
        dispatch.node().invokeService().invokeAsync(DispatchHarness.request(function, "{\"order\":1}", "1"));
        dispatch.runDue();

        assertThat(function.attempts()).isEqualTo(3);
        dispatch.assertBalanced();
    }

    @Test
    void whatHasNoKeyOrCannotBeAskedForOneIsRejectedWhereTheRuleSaysSo() {
        dispatch.function("pay");
        IdempotencyRule rule = new IdempotencyRule("length(order)", 300, IfMissing.REJECT);

        EmitResult.Accepted result = emit(rule, "{\"order\":\"abc\"}", "{\"order\":1}");
        emit(new IdempotencyRule("order", 300, IfMissing.REJECT), "{}");
        dispatch.runDue();

        assertThat(result.eventIds()).hasSize(2);
        assertThat(dispatch.node()
                        .bean(DeadLetterQueue.class)
                        .list(new DeadLetterQuery("pay", trigger, null, null, null, false), PAGE)
                        .items())
                .extracting(DeadLetter::errorType)
                .containsExactlyInAnyOrder("IdempotencyExpressionFailed", "IdempotencyKeyMissing");
        dispatch.assertBalanced();
    }

    private List<IdempotencyKey> keys() {
        return dispatch.node()
                .idempotencyKeys()
                .list(new IdempotencyKeyQuery(null, trigger, null, null), PAGE)
                .items();
    }

    private EmitResult.Accepted emit(IdempotencyRule rule, String... payloads) {
        TriggerLease lease = dispatch.node()
                .triggerLeases()
                .tryAcquire(trigger, Duration.ofSeconds(30))
                .orElseThrow();
        try {
            List<TriggerEvent> events = Stream.of(payloads)
                    .map(payload -> new TriggerEvent(
                            "delivery-" + deliveries.incrementAndGet(),
                            null,
                            "test",
                            dispatch.clock().instant(),
                            Payload.ofUtf8(payload),
                            Map.of()))
                    .toList();
            return (EmitResult.Accepted) dispatch.node()
                    .eventSink()
                    .emit(new Emission(
                            lease,
                            new TriggerBinding(trigger, "orders", "pay", null, rule),
                            events,
                            List.of(),
                            Map.of(),
                            0));
        } finally {
            dispatch.node().triggerLeases().release(lease);
        }
    }
}
