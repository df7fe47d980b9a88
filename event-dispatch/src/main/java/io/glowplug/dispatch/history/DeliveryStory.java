// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import io.glowplug.dispatch.Delivery;
import io.glowplug.dispatch.DeliveryAttempt;
import io.glowplug.dispatch.Lineage;
import io.glowplug.dispatch.TimelineEntry;
import io.glowplug.dispatch.delivery.DeliverySearch;
import io.glowplug.dispatch.history.EventSearch.WholeEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What came before an event and what comes after it: the outcome that it is made of, and where its own outcomes go. */
final class DeliveryStory {

    private final DeliverySearch deliveries;

    DeliveryStory(JdbcClient jdbc) {
        this.deliveries = new DeliverySearch(jdbc);
    }

    /** Returns the time line with that in it, in the order in which it happened. */
    List<TimelineEntry> addTo(List<TimelineEntry> timeline, WholeEvent event) {
        List<TimelineEntry> entries = new ArrayList<>(timeline);
        tellCause(entries, event.summary().acceptedAt(), event.attributes());
        for (Delivery delivery : deliveries.ofEvent(event.summary().id())) {
            tell(entries, delivery);
        }
        entries.sort(Comparator.comparing(TimelineEntry::at));
        return List.copyOf(entries);
    }

    private static void tellCause(List<TimelineEntry> entries, Instant at, Map<String, String> attributes) {
        String invocation = attributes.get(Lineage.CAUSED_BY_INVOCATION);
        if (invocation != null) {
            entries.add(new TimelineEntry(
                    at,
                    "caused",
                    "Made of the outcome of invocation %s of function %s, for event %s"
                            .formatted(
                                    invocation,
                                    attributes.get(Lineage.CAUSED_BY_FUNCTION),
                                    attributes.get(Lineage.CAUSED_BY_EVENT)),
                    null));
        }
    }

    private void tell(List<TimelineEntry> entries, Delivery delivery) {
        UUID invocation = delivery.id();
        String target = delivery.target() == null ? "a destination that was removed since" : delivery.target();
        entries.add(new TimelineEntry(
                delivery.createdAt(), "delivery-queued", "The outcome is to be delivered to " + target, invocation));
        for (DeliveryAttempt attempt : deliveries.attempts(invocation)) {
            entries.add(
                    attempt.outcome().equals("redriven")
                            ? new TimelineEntry(
                                    attempt.startedAt(), "delivery-redriven", "Its delivery begins anew", invocation)
                            : new TimelineEntry(attempt.endedAt(), "delivery-attempt", sentence(attempt), invocation));
        }
        Instant ended = delivery.endedAt();
        if (ended == null) {
            return;
        }
        entries.add(
                switch (delivery.status()) {
                    case DELIVERED -> new TimelineEntry(ended, "delivered", delivered(delivery, target), invocation);
                    case FAILED, WAITING, RUNNING ->
                        new TimelineEntry(
                                ended, "delivery-failed", "Not delivered: " + delivery.lastError(), invocation);
                });
    }

    private static String delivered(Delivery delivery, String target) {
        return delivery.madeEvent() == null
                ? "Delivered to " + target
                : "Delivered to " + target + " as event " + delivery.madeEvent();
    }

    private static String sentence(DeliveryAttempt attempt) {
        String status = attempt.httpStatus() == null ? "" : ", HTTP status " + attempt.httpStatus();
        String error = attempt.errorMessage() == null ? "" : ": " + attempt.errorMessage();
        return "Try %d on node %s, to %s: %s%s%s"
                .formatted(attempt.attempt(), attempt.node(), attempt.target(), attempt.outcome(), status, error);
    }
}
