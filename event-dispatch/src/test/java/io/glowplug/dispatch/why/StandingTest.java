// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.why;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.Standing;
import io.glowplug.dispatch.Standings;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FlowControl.ConcurrencyLimit;
import io.glowplug.registry.FlowControl.RateLimit;
import io.glowplug.runtime.Payload;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StandingTest {

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    private Standing of(UUID invocation) {
        return dispatch.node()
                .bean(Standings.class)
                .ofInvocation(invocation)
                .orElseThrow()
                .standing();
    }

    private List<UUID> emit(ScriptedFunction function, UUID trigger, @Nullable String orderingKey, int events) {
        TriggerLease lease = dispatch.node()
                .triggerLeases()
                .tryAcquire(trigger, ofSeconds(30))
                .orElseThrow();
        List<TriggerEvent> emitted = java.util.stream.IntStream.range(0, events)
                .mapToObj(number -> new TriggerEvent(
                        null, orderingKey, "test", dispatch.clock().instant(), Payload.ofUtf8("{\"n\":1}"), Map.of()))
                .toList();
        var binding = new TriggerBinding(trigger, "t", function.name(), null);
        return ((EmitResult.Accepted)
                        dispatch.node().eventSink().emit(new Emission(lease, binding, emitted, List.of(), Map.of(), 0)))
                .eventIds();
    }

    @Test
    void saysOfEachInvocationWhatItWaitsForAndUntilWhen() {
        // Waiting for a retry, then ended.
        var failing = dispatch.function("failing").retrying(1, 60).failing("Oops");
        Instant start = dispatch.clock().instant();
        UUID retried = dispatch.accept(failing, "{}");
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(of(retried))
                        .isInstanceOfSatisfying(Standing.Retrying.class, standing -> {
                            assertThat(standing.since()).isEqualTo(start);
                            assertThat(standing.until()).isAfterOrEqualTo(start.plusSeconds(30));
                            assertThat(standing.attempts()).isEqualTo(1);
                            assertThat(standing.errorType()).isEqualTo("Oops");
                        }));
        dispatch.advance(ofMinutes(2)).runDue();
        assertThat(of(retried))
                .isEqualTo(new Standing.Ended(dispatch.clock().instant(), InvocationStatus.DEAD_LETTERED));
        assertThat(dispatch.node().bean(Standings.class).ofEvent(retried)).hasSize(1);

        // No room within the function's concurrency.
        var full = dispatch.function("full").throttled();
        UUID throttled = dispatch.accept(full, "{}");
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(of(throttled))
                        .isInstanceOfSatisfying(
                                Standing.Throttled.class,
                                standing -> assertThat(standing.until())
                                        .isAfter(dispatch.clock().instant())));

        // Running, and behind the one that runs.
        var slow = dispatch.function("slow").closed();
        List<UUID> ordered = emit(slow, UUID.randomUUID(), "k", 3);
        await().atMost(ofSeconds(30)).until(() -> slow.running() == 1);
        assertThat(of(ordered.getFirst())).isInstanceOfSatisfying(Standing.Running.class, standing -> {
            assertThat(standing.attempt()).isEqualTo(1);
            assertThat(standing.leaseEnd()).isAfter(dispatch.clock().instant());
        });
        assertThat(of(ordered.getLast()))
                .isEqualTo(new Standing.BehindHead(
                        dispatch.clock().instant(), "k", ordered.getFirst(), InvocationStatus.RUNNING, 2));

        // A paused trigger.
        UUID trigger = UUID.randomUUID();
        dispatch.triggers().pause(trigger);
        UUID paused = emit(slow, trigger, null, 1).getFirst();
        assertThat(of(paused)).isEqualTo(new Standing.TriggerPaused(null, trigger));

        // A function that is not active is looked for again; one that is gone is so until the next attempt.
        dispatch.triggers().resume(trigger);
        slow.open();
        dispatch.runDue();
        assertThat(of(ordered.getLast())).isInstanceOf(Standing.Ended.class);

        assertThat(dispatch.node().bean(Standings.class).ofInvocation(UUID.randomUUID()))
                .isEmpty();
        assertThat(dispatch.node().bean(Standings.class).ofEvent(UUID.randomUUID()))
                .isEmpty();
    }

    @Test
    void saysWhatTheFlowControlHoldsBackAndAtWhichPlace() {
        var limited = dispatch.function("limited").closed();
        var rated = dispatch.function("rated");
        dispatch.limiting(Map.of(
                "limited", new FlowControl(new RateLimit(100, 1, null), new ConcurrencyLimit(1, "key")),
                "rated", new FlowControl(new RateLimit(1, 10, null), null)));
        Instant start = dispatch.clock().instant();
        UUID first = dispatch.accept(limited, "{\"key\":\"gold\"}");
        await().atMost(ofSeconds(30)).until(() -> limited.running() == 1);
        UUID second = dispatch.accept(limited, "{\"key\":\"gold\"}");
        UUID third = dispatch.accept(limited, "{\"key\":\"gold\"}");

        assertThat(of(first)).isInstanceOf(Standing.Running.class);
        assertThat(of(second)).isEqualTo(new Standing.HeldByConcurrency(start, "gold", 1, 1, 1));
        assertThat(of(third)).isEqualTo(new Standing.HeldByConcurrency(start, "gold", 2, 1, 1));

        dispatch.accept(rated, "{}");
        await().atMost(ofSeconds(30)).until(() -> rated.attempts() == 1);
        UUID held = dispatch.accept(rated, "{}");
        assertThat(of(held)).isInstanceOfSatisfying(Standing.HeldByRate.class, standing -> {
            assertThat(standing.key()).isNull();
            assertThat(standing.position()).isEqualTo(1);
            assertThat(standing.until()).isBetween(start.plusSeconds(10), start.plusSeconds(11));
        });

        // The same as numbers, for everybody who watches.
        dispatch.advance(ofSeconds(5));
        dispatch.node().bean(BacklogMeters.class).read();
        MeterRegistry meters = dispatch.node().bean(MeterRegistry.class);
        assertThat(meters.get("glowplug.dispatch.flow.held")
                        .tag("function", "limited")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(meters.get("glowplug.dispatch.flow.held")
                        .tag("function", "rated")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("glowplug.dispatch.oldest.waiting")
                        .tag("function", "rated")
                        .gauge()
                        .value())
                .isBetween(5.0, 6.0);
        limited.open();
    }
}
