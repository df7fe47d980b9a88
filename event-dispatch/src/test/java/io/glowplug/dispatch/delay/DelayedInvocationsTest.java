// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.DelayedInvocations;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.TimelineEntry;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.Refusal;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DelayedInvocationsTest {

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    @Test
    void anEventIsDeliveredWhenItIsDueAndItsAgeCountsFromThen() {
        var function = dispatch.function("remind").retrying(0, 0);
        Instant due = dispatch.clock().instant().plus(Duration.ofDays(30));
        UUID id = accept(function, "k1", due);
        EventHistory history = dispatch.node().bean(EventHistory.class);

        dispatch.runDue();
        assertThat(function.attempts()).isZero();
        InvocationSummary waiting = history.invocation(id).orElseThrow();
        assertThat(waiting)
                .returns(due, InvocationSummary::visibleAt)
                .returns(due, InvocationSummary::deliverAt)
                .returns(dispatch.clock().instant(), InvocationSummary::acceptedAt);
        assertThat(history.event(id).orElseThrow())
                .satisfies(event -> assertThat(event.attributes()).containsEntry("deliverAt", due.toString()))
                .satisfies(event -> assertThat(event.timeline())
                        .extracting(TimelineEntry::detail)
                        .contains("Queued for function remind, to be delivered at " + due));
        dispatch.assertBalanced();

        dispatch.advance(Duration.ofDays(30)).runDue();

        assertThat(dispatch.ended(id)).isEqualTo("succeeded");
        dispatch.advance(Duration.ofHours(23));
        assertThat(dispatch.node().invokeService().invokeAsync(request(function, "k1", null)))
                .as("the key lives from the delivery on")
                .isEqualTo(new AsyncAnswer.Duplicate(id));
        dispatch.advance(Duration.ofHours(1));
        assertThat(dispatch.node().invokeService().invokeAsync(request(function, "k1", null)))
                .isInstanceOf(AsyncAnswer.Accepted.class);
        dispatch.runDue();
        dispatch.assertBalanced();
    }

    @Test
    void aWaitingEventIsDeliveredAtAnotherTimeOrCancelled() {
        var function = dispatch.function("remind");
        DelayedInvocations delayed = dispatch.node().bean(DelayedInvocations.class);
        EventHistory history = dispatch.node().bean(EventHistory.class);
        Instant now = dispatch.clock().instant();
        UUID sooner = accept(function, null, now.plus(Duration.ofDays(365)));
        UUID later = accept(function, null, now.plusSeconds(60));
        UUID cancelled = accept(function, "k2", now.plusSeconds(60));

        delayed.deliverAt(sooner, now);
        delayed.deliverAt(later, now.plusSeconds(120));
        history.cancel(cancelled);
        dispatch.runDue();
        assertThat(dispatch.ended(sooner)).isEqualTo("succeeded");
        assertThat(dispatch.ended(cancelled)).isEqualTo("cancelled");
        dispatch.advance(Duration.ofSeconds(60)).runDue();
        assertThat(function.attempts()).isEqualTo(1);
        dispatch.advance(Duration.ofSeconds(60)).runDue();
        assertThat(dispatch.ended(later)).isEqualTo("succeeded");
        assertThat(dispatch.node().invokeService().invokeAsync(request(function, "k2", null)))
                .isInstanceOf(AsyncAnswer.Accepted.class);
        dispatch.runDue();

        assertThatThrownBy(() -> delayed.deliverAt(sooner, now))
                .extracting("refusal")
                .isEqualTo(Refusal.CONFLICT);
        assertThatThrownBy(() -> delayed.deliverAt(UUID.randomUUID(), now))
                .extracting("refusal")
                .isEqualTo(Refusal.NOT_FOUND);
        dispatch.assertBalanced();
    }

    @Test
    void refusesWhatIsTooFarAheadOrSynchronousAndDeliversWhatHasPassedAtOnce() {
        var function = dispatch.function("remind");
        Instant now = dispatch.clock().instant();

        assertThatThrownBy(() -> accept(function, null, now.plus(Duration.ofDays(366))))
                .hasMessage("deliverAt must be at most 365 days ahead");
        assertThatThrownBy(() -> dispatch.node().invokeService().invoke(request(function, null, now.plusSeconds(1))))
                .hasMessage("deliverAt goes with asynchronous calls only");
        UUID id = accept(function, null, now.minusSeconds(10));
        dispatch.runDue();
        assertThat(dispatch.ended(id)).isEqualTo("succeeded");
    }

    private UUID accept(ScriptedFunction function, String key, Instant deliverAt) {
        return ((AsyncAnswer.Accepted) dispatch.node().invokeService().invokeAsync(request(function, key, deliverAt)))
                .eventId();
    }

    private static InvokeRequest request(ScriptedFunction function, String key, Instant deliverAt) {
        return new InvokeRequest(
                function.name(),
                null,
                Payload.ofUtf8("{}"),
                key,
                null,
                null,
                null,
                new InvokeRequest.Options(null, deliverAt));
    }
}
