// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.AttemptSummary;
import io.glowplug.dispatch.EventDetails;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.EventQuery;
import io.glowplug.dispatch.EventSummary;
import io.glowplug.dispatch.InvocationQuery;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.TimelineEntry;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One event with one invocation that waits. */
public final class FakeHistory implements EventHistory {

    public static final UUID EVENT = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    public static final UUID INVOCATION = UUID.fromString("019a0000-0000-7000-8000-000000000002");

    public volatile Payload payload = Payload.ofUtf8("{\"n\":1.10}");
    public volatile InvocationQuery lastQuery;
    private volatile InvocationStatus status = InvocationStatus.WAITING;

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    public void clear() {
        status = InvocationStatus.WAITING;
        payload = Payload.ofUtf8("{\"n\":1.10}");
    }

    private EventSummary summary() {
        return new EventSummary(EVENT, "api", null, "resize", null, AT, AT, payload.size(), null);
    }

    private InvocationSummary invocation() {
        return new InvocationSummary(
                INVOCATION, EVENT, "resize", null, null, status, 1, AT, AT, null, null, null, null, null);
    }

    @Override
    public Page<EventSummary> events(EventQuery query, PageRequest page) {
        return new Page<>(List.of(summary()), "next");
    }

    @Override
    public Optional<EventDetails> event(UUID eventId) {
        return eventId.equals(EVENT)
                ? Optional.of(new EventDetails(
                        summary(),
                        payload,
                        Map.of("topic", "orders"),
                        List.of(invocation()),
                        attempts(INVOCATION),
                        List.of(new TimelineEntry(AT, "accepted", "accepted by name", null))))
                : Optional.empty();
    }

    @Override
    public Page<InvocationSummary> invocations(InvocationQuery query, PageRequest page) {
        lastQuery = query;
        return new Page<>(List.of(invocation()), null);
    }

    @Override
    public Optional<InvocationSummary> invocation(UUID invocationId) {
        return invocationId.equals(INVOCATION) ? Optional.of(invocation()) : Optional.empty();
    }

    @Override
    public List<AttemptSummary> attempts(UUID invocationId) {
        return List.of(new AttemptSummary(
                INVOCATION,
                1,
                "throttled",
                null,
                null,
                "node-1",
                AT,
                AT,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
    }

    @Override
    public Optional<Payload> answer(UUID invocationId) {
        return Optional.empty();
    }

    @Override
    public void cancel(UUID invocationId) {
        if (status != InvocationStatus.WAITING) {
            throw RefusedException.conflict("the invocation does not wait");
        }
        status = InvocationStatus.CANCELLED;
    }

    @Override
    public long cancelWaiting(String functionName) {
        return 3;
    }

    @Override
    public long cancelWaitingOf(UUID triggerId) {
        return 0;
    }
}
