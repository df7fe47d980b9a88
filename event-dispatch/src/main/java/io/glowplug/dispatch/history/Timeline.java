// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import io.glowplug.dispatch.AttemptSummary;
import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.EventSummary;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.TimelineEntry;
import io.glowplug.dispatch.search.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The life of an event in sentences, each made from a row and from nothing else. */
final class Timeline {

    private final List<TimelineEntry> entries = new ArrayList<>();
    private final List<AttemptSummary> attempts;
    private final Map<UUID, DeadEnd> deadEnds;

    private Timeline(List<AttemptSummary> attempts, Map<UUID, DeadEnd> deadEnds) {
        this.attempts = attempts;
        this.deadEnds = deadEnds;
    }

    /** What the dead-letter queue knows of an invocation, as long as it was not purged. */
    record DeadEnd(
            DeadLetterReason reason,
            @Nullable UUID redrivenAs,
            @Nullable Instant redrivenAt,
            @Nullable UUID redriveId,
            @Nullable Instant purgedAt) {}

    /** An event that this one was sent again as. */
    record Replayed(
            UUID eventId,
            String functionName,
            Instant at,
            @Nullable UUID replayId) {}

    /** Tells the story in the order in which it happened. */
    static List<TimelineEntry> of(
            EventSummary event,
            List<InvocationSummary> invocations,
            List<AttemptSummary> attempts,
            Map<UUID, DeadEnd> deadEnds,
            List<Replayed> replays) {
        Timeline timeline = new Timeline(attempts, deadEnds);
        timeline.add(event.acceptedAt(), "accepted", accepted(event), null);
        invocations.forEach(timeline::tell);
        replays.forEach(timeline::tell);
        timeline.entries.sort(Comparator.comparing(TimelineEntry::at));
        return List.copyOf(timeline.entries);
    }

    private void tell(InvocationSummary invocation) {
        UUID id = invocation.id();
        add(invocation.acceptedAt(), "queued", queued(invocation), id);
        Instant last = invocation.acceptedAt();
        for (AttemptSummary attempt : attempts) {
            if (attempt.invocationId().equals(id)) {
                add(attempt.startedAt(), "attempt", attempt(attempt), id);
                last = attempt.endedAt();
            }
        }
        end(invocation, last);
        DeadEnd deadEnd = deadEnds.get(id);
        if (deadEnd != null && deadEnd.redrivenAt() != null) {
            String by = deadEnd.redriveId() == null ? "" : " by redrive " + deadEnd.redriveId();
            add(deadEnd.redrivenAt(), "redriven", "Sent again as invocation " + deadEnd.redrivenAs() + by, id);
        }
        if (deadEnd != null && deadEnd.purgedAt() != null) {
            add(deadEnd.purgedAt(), "purged", "Purged from the dead-letter queue", id);
        }
    }

    private void tell(Replayed replayed) {
        String by = replayed.replayId() == null ? "" : " by replay " + replayed.replayId();
        String detail =
                "Sent again to function %s as event %s%s".formatted(replayed.functionName(), replayed.eventId(), by);
        add(replayed.at(), "replayed", detail, null);
    }

    private void end(InvocationSummary invocation, Instant last) {
        UUID id = invocation.id();
        Instant at = invocation.endedAt() == null ? last : invocation.endedAt();
        switch (invocation.status()) {
            case WAITING -> add(last, "queued", waiting(invocation), id);
            case RUNNING -> add(last, "attempt", "Attempt %d is running".formatted(invocation.attempts()), id);
            case SUCCEEDED, FAILED, CANCELLED -> add(at, Columns.text(invocation.status()), plainEnd(invocation), id);
            case DEAD_LETTERED, EXPIRED -> add(at, Columns.text(invocation.status()), deadEnd(invocation), id);
        }
    }

    private void add(Instant at, String what, String detail, @Nullable UUID invocationId) {
        entries.add(new TimelineEntry(at, what, detail, invocationId));
    }

    private static String accepted(EventSummary event) {
        String by = event.triggerId() == null ? "" : " by trigger " + event.triggerId();
        String key = event.key() == null ? "" : ", with the key " + event.key();
        String again = event.replayOf() == null ? "" : ", as a replay of event " + event.replayOf();
        return "Accepted from " + event.source() + by + key + again;
    }

    private static String queued(InvocationSummary invocation) {
        String function = " for function " + invocation.functionName();
        String later = invocation.deliverAt() == null ? "" : ", to be delivered at " + invocation.deliverAt();
        return invocation.redriveOf() == null
                ? "Queued" + function + later
                : "Queued again" + function + " from dead letter " + invocation.redriveOf() + later;
    }

    private static String attempt(AttemptSummary attempt) {
        String where = attempt.environmentId() == null ? "" : " in environment " + attempt.environmentId();
        String took =
                attempt.durationMs() == null ? "" : String.format(Locale.ROOT, " after %.2f ms", attempt.durationMs());
        return "Attempt %d on node %s%s: %s%s%s"
                .formatted(
                        attempt.attempt(),
                        attempt.node(),
                        where,
                        attempt.outcome(),
                        took,
                        error(attempt.errorType(), attempt.errorMessage()));
    }

    private static String waiting(InvocationSummary invocation) {
        int next = invocation.attempts() + 1;
        return invocation.visibleAt() == null
                ? "Attempt %d waits for the invocation before it with the same ordering key".formatted(next)
                : "Attempt %d is due at %s".formatted(next, invocation.visibleAt());
    }

    private static String plainEnd(InvocationSummary invocation) {
        String tried = invocation.attempts() == 1 ? "1 attempt" : invocation.attempts() + " attempts";
        return invocation.status() == InvocationStatus.SUCCEEDED
                ? "Succeeded after " + tried
                : "%s after %s%s"
                        .formatted(
                                invocation.status() == InvocationStatus.CANCELLED ? "Cancelled" : "Failed",
                                tried,
                                error(invocation.errorType(), invocation.errorMessage()));
    }

    private String deadEnd(InvocationSummary invocation) {
        DeadEnd known = deadEnds.get(invocation.id());
        DeadLetterReason reason = known != null
                ? known.reason()
                : invocation.status() == InvocationStatus.EXPIRED ? DeadLetterReason.EVENT_AGE_EXCEEDED : null;
        return sentence(reason) + error(invocation.errorType(), invocation.errorMessage());
    }

    private static String sentence(@Nullable DeadLetterReason reason) {
        return switch (reason) {
            case null -> "It went to the dead-letter queue and was purged from there";
            case RETRIES_EXHAUSTED -> "The function failed on every attempt";
            case EVENT_AGE_EXCEEDED -> "The maximum event age passed before it succeeded";
            case REJECTED -> "It cannot be run as it stands";
            case LEASE_LOST_REPEATEDLY -> "The node that ran it died again and again";
            case NOT_RETRIABLE -> "The function failed with an error that its retry policy does not try again";
        };
    }

    private static String error(@Nullable String type, @Nullable String message) {
        if (type == null && message == null) {
            return "";
        }
        if (type == null || message == null) {
            return ": " + (type == null ? message : type);
        }
        return ": " + type + ": " + message;
    }
}
