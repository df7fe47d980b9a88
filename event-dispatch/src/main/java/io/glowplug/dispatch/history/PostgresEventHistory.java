// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import io.glowplug.dispatch.AttemptSummary;
import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.EventDetails;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.EventQuery;
import io.glowplug.dispatch.EventSummary;
import io.glowplug.dispatch.InvocationQuery;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.history.EventSearch.WholeEvent;
import io.glowplug.dispatch.history.Timeline.DeadEnd;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Cursors;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Event history in PostgreSQL. */
public class PostgresEventHistory implements EventHistory {

    private static final String ANSWER = "select answer from settled_invocation where id = :id and answer is not null";

    private static final String DEAD_ENDS = "select * from dead_letter where event_id = :event";

    private static final String REPLAYS = """
            select id, function_name, accepted_at, replay_id from event where replay_of = :event order by id limit 100
            """;

    private final JdbcClient jdbc;
    private final EventSearch events;
    private final InvocationSearch invocations;
    private final AttemptHistory attempts;
    private final DeliveryStory deliveries;
    private final Cancellation cancellation;
    private final InstantSource time;

    public PostgresEventHistory(JdbcClient jdbc, Cancellation cancellation, InstantSource time) {
        this.jdbc = jdbc;
        this.events = new EventSearch(jdbc);
        this.invocations = new InvocationSearch(jdbc);
        this.attempts = new AttemptHistory(jdbc);
        this.deliveries = new DeliveryStory(jdbc);
        this.cancellation = cancellation;
        this.time = time;
    }

    @Override
    public Page<EventSummary> events(EventQuery query, PageRequest page) {
        List<EventSummary> rows = events.search(query, Cursors.id(page.cursor()), page.limit() + 1);
        return Cursors.page(rows, page.limit(), last -> last.id().toString());
    }

    @Override
    public Optional<EventDetails> event(UUID eventId) {
        return events.find(eventId).map(this::details);
    }

    @Override
    public Page<InvocationSummary> invocations(InvocationQuery query, PageRequest page) {
        List<InvocationSummary> rows = invocations.search(query, Cursors.id(page.cursor()), page.limit() + 1);
        return Cursors.page(rows, page.limit(), last -> last.id().toString());
    }

    @Override
    public Optional<InvocationSummary> invocation(UUID invocationId) {
        return invocations.find(invocationId);
    }

    @Override
    public List<AttemptSummary> attempts(UUID invocationId) {
        return attempts.of(List.of(invocationId));
    }

    @Override
    public Optional<Payload> answer(UUID invocationId) {
        return jdbc.sql(ANSWER)
                .param("id", invocationId)
                .query((row, _) -> Payload.wrap(row.getBytes("answer")))
                .optional();
    }

    @Override
    public void cancel(UUID invocationId) {
        if (!cancellation.cancel(invocationId, time.instant())) {
            InvocationSummary found = invocation(invocationId)
                    .orElseThrow(() -> RefusedException.notFound("There is no invocation " + invocationId));
            throw RefusedException.conflict("Invocation %s is not waiting any more: it is %s"
                    .formatted(invocationId, found.endedAt() == null ? "running" : Columns.text(found.status())));
        }
    }

    @Override
    public long cancelWaiting(String functionName) {
        return cancellation.cancelWaiting(functionName, time.instant());
    }

    @Override
    public long cancelWaitingOf(UUID triggerId) {
        return cancellation.cancelWaitingOf(triggerId, time.instant());
    }

    private EventDetails details(WholeEvent event) {
        UUID id = event.summary().id();
        List<InvocationSummary> ofEvent = invocations.ofEvent(id);
        List<AttemptSummary> tries =
                attempts.of(ofEvent.stream().map(InvocationSummary::id).toList());
        return new EventDetails(
                event.summary(),
                event.payload(),
                event.attributes(),
                ofEvent,
                tries,
                deliveries.addTo(Timeline.of(event.summary(), ofEvent, tries, deadEnds(id), replays(id)), event));
    }

    private Map<UUID, DeadEnd> deadEnds(UUID eventId) {
        Map<UUID, DeadEnd> byInvocation = new HashMap<>();
        jdbc.sql(DEAD_ENDS).param("event", eventId).query(row -> {
            byInvocation.put(
                    Columns.id(row, "id"),
                    new DeadEnd(
                            Columns.constant(row, "reason", DeadLetterReason.class),
                            Columns.optionalId(row, "redriven_as"),
                            Columns.optionalInstant(row, "redriven_at"),
                            Columns.optionalId(row, "redrive_id"),
                            Columns.optionalInstant(row, "purged_at")));
        });
        return byInvocation;
    }

    private List<Timeline.Replayed> replays(UUID eventId) {
        return jdbc.sql(REPLAYS)
                .param("event", eventId)
                .query((row, _) -> new Timeline.Replayed(
                        Columns.id(row, "id"),
                        row.getString("function_name"),
                        Columns.instant(row, "accepted_at"),
                        Columns.optionalId(row, "replay_id")))
                .list();
    }
}
