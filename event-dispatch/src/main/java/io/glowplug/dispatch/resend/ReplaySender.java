// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.ReplayQuery;
import io.glowplug.dispatch.deadletter.KnownTargets;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.resend.ReplayStore.Past;
import io.glowplug.dispatch.resend.ReplayStore.Row;
import io.glowplug.dispatch.resend.ResendStore.Place;
import io.glowplug.dispatch.resend.ResendStore.Running;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Sends past events in the order of their acceptance, each as a new event that names the old one. */
final class ReplaySender implements ResendSender {

    private final ReplayStore events;
    private final FunctionResolver functions;

    ReplaySender(ReplayStore events, FunctionResolver functions) {
        this.events = events;
        this.functions = functions;
    }

    @Override
    public Portion send(Running running, int most, Pace pace) {
        ReplayQuery query = Selections.read(running.selection(), ReplayQuery.class);
        UUID id = running.resend().id();
        Redirection to = running.resend().to();
        Place reached = running.reached();
        List<Past> found = events.next(query, id, reached == null ? null : reached.id(), most);
        if (found.isEmpty()) {
            return Portion.NOTHING_LEFT;
        }
        List<Past> past = Sizes.first(found, Past::bytes, MOST_BYTES);
        KnownTargets targets = new KnownTargets(functions);
        RefusedException problem = null;
        List<Row> rows = new ArrayList<>(past.size());
        for (Past event : past) {
            String function = to.functionFor(event.functionName());
            String qualifier = to.qualifierFor(event.functionName(), event.qualifier());
            Optional<RefusedException> refused = targets.refusal(function, qualifier);
            if (refused.isEmpty()) {
                rows.add(new Row(
                        event, UuidCreator.getTimeOrderedEpochPlus1(), function, qualifier, pace.due(rows.size())));
            } else {
                problem = refused.get();
            }
        }
        Set<UUID> sent = rows.isEmpty() ? Set.of() : new HashSet<>(events.send(rows, id, pace.now()));
        List<LedgerDelta> accepted = rows.stream()
                .filter(row -> sent.contains(row.newId()))
                .map(row -> LedgerDelta.accepted(row.functionName(), row.triggerId(), 1))
                .toList();
        return new Portion(
                sent.size(),
                past.size() - rows.size(),
                accepted,
                new Place(null, past.getLast().id()),
                problem == null ? null : problem.getMessage());
    }
}
