// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.why;

import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.Hold;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.Standing;
import io.glowplug.dispatch.Standings;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Goes through the reasons in the order of {@link Standing} and answers the first that holds. */
public final class PostgresStandings implements Standings {

    /** A node looks at least once a second; what is due for longer than this was passed over. */
    private static final Duration PASSED_OVER = Duration.ofSeconds(3);

    private final EventHistory history;
    private final OpenRows rows;
    private final FlowStandings flows;
    private final FunctionResolver functions;
    private final List<Hold> holds;
    private final InstantSource time;

    public PostgresStandings(
            EventHistory history,
            FlowStandings flows,
            FunctionResolver functions,
            List<Hold> holds,
            InstantSource time) {
        this.history = history;
        this.rows = flows.rows();
        this.flows = flows;
        this.functions = functions;
        this.holds = List.copyOf(holds);
        this.time = time;
    }

    @Override
    public Optional<Answer> ofInvocation(UUID invocationId) {
        return history.invocation(invocationId).map(this::answer);
    }

    @Override
    public List<Answer> ofEvent(UUID eventId) {
        return history.event(eventId)
                .map(event -> event.invocations().stream().map(this::answer).toList())
                .orElse(List.of());
    }

    /** An invocation may end between the two looks; then the second one finds it ended. */
    private Answer answer(InvocationSummary seen) {
        Optional<OpenRow> open = seen.endedAt() == null ? rows.find(seen.id()) : Optional.empty();
        if (open.isPresent()) {
            return new Answer(seen, standing(open.get()));
        }
        InvocationSummary ended =
                seen.endedAt() == null ? history.invocation(seen.id()).orElse(seen) : seen;
        Instant at = ended.endedAt();
        return new Answer(
                ended, at == null ? new Standing.Due(ended.acceptedAt()) : new Standing.Ended(at, ended.status()));
    }

    private Standing standing(OpenRow row) {
        Instant now = time.instant();
        if (row.leasedBy() != null && row.leasedAt() != null) {
            return new Standing.Running(
                    row.leasedAt(), row.attempts(), row.leasedBy(), Objects.requireNonNullElse(row.visibleAt(), now));
        }
        for (Hold hold : holds) {
            Optional<Standing> held = hold.on(row.waiting());
            if (held.isPresent()) {
                return held.get();
            }
        }
        Instant due = row.visibleAt();
        if (due == null) {
            return behind(row);
        }
        if (due.isAfter(now)) {
            return notYet(row, due);
        }
        return firstOf(row, due, now);
    }

    private Standing behind(OpenRow row) {
        return rows.headOf(row.id())
                .<Standing>map(head -> new Standing.BehindHead(
                        row.since(),
                        Objects.requireNonNullElse(row.orderingKey(), ""),
                        head.id(),
                        head.status(),
                        head.before()))
                .orElse(new Standing.Due(row.since()));
    }

    private static Standing notYet(OpenRow row, Instant due) {
        if (row.lastOutcome() == null) {
            return new Standing.Delayed(row.since(), due);
        }
        return row.lastOutcome().equals("throttled")
                ? new Standing.Throttled(row.since(), due)
                : new Standing.Retrying(row.since(), due, row.attempts(), row.errorType());
    }

    private Standing firstOf(OpenRow row, Instant due, Instant now) {
        @Nullable Standing function = functionStanding(row, due);
        if (function != null) {
            return function;
        }
        Optional<Standing> flow = flows.of(row, due, now);
        if (flow.isPresent()) {
            return flow.get();
        }
        return Duration.between(due, now).compareTo(PASSED_OVER) > 0
                ? new Standing.NodesBusy(due, rows.running())
                : new Standing.Due(due);
    }

    private @Nullable Standing functionStanding(OpenRow row, Instant due) {
        try {
            functions.resolve(row.functionName(), row.qualifier());
            return null;
        } catch (RefusedException refused) {
            Function<String, Standing> standing = refused.refusal() == Refusal.NOT_FOUND
                    ? reason -> new Standing.FunctionGone(due, reason)
                    : reason -> new Standing.FunctionNotActive(due, reason);
            return standing.apply(String.valueOf(refused.getMessage()));
        }
    }
}
