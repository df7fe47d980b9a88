// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.function;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DestinationType;
import io.glowplug.dispatch.Lineage;
import io.glowplug.dispatch.OutgoingDelivery;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.dispatch.store.EventStore;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.dispatch.store.NewInvocation.Placed;
import io.glowplug.dispatch.store.NewInvocation.Placement;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes an event of an outcome, in the ledger like any other. */
public final class FunctionDestination implements DestinationType<FunctionSettings> {

    private static final String SOURCE = "destination";

    private final FunctionResolver functions;
    private final EventStore events;
    private final LedgerCounts counts;
    private final DueSignal due;
    private final InstantSource time;

    public FunctionDestination(
            FunctionResolver functions, EventStore events, LedgerCounts counts, DueSignal due, InstantSource time) {
        this.functions = functions;
        this.events = events;
        this.counts = counts;
        this.due = due;
        this.time = time;
    }

    @Override
    public String name() {
        return "function";
    }

    @Override
    public Class<FunctionSettings> settingsType() {
        return FunctionSettings.class;
    }

    /** A function that is not active yet, or not any more, may well be a destination: its events wait. */
    @Override
    public void validate(FunctionSettings settings) {
        if (isGone(settings)) {
            throw RefusedException.invalid("function", "must exist, and " + settings.target() + " does not");
        }
    }

    @Override
    public DeliveryOutcome deliver(OutgoingDelivery delivery, FunctionSettings settings) {
        if (isGone(settings)) {
            return new DeliveryOutcome.Refused("FunctionNotFound", "There is no " + settings.target() + ".");
        }
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        Instant now = time.instant();
        Map<String, String> attributes = Lineage.of(delivery);
        if (delivery.traceId() != null) {
            attributes.put(NewInvocation.TRACE_ID, delivery.traceId());
        }
        NewInvocation invocation = new NewInvocation(
                id,
                settings.function(),
                settings.qualifier(),
                null,
                SOURCE,
                null,
                null,
                null,
                delivery.createdAt(),
                attributes,
                delivery.document(),
                null);
        return new DeliveryOutcome.DeliveredWithin(() -> accept(invocation, now), id, due::raise);
    }

    private void accept(NewInvocation invocation, Instant now) {
        events.insert(List.of(new Placed(invocation, Placement.DUE)), now, now);
        counts.add(List.of(LedgerDelta.accepted(invocation.functionName(), null, 1)));
    }

    private boolean isGone(FunctionSettings settings) {
        try {
            functions.resolve(settings.function(), settings.qualifier());
            return false;
        } catch (RefusedException refused) {
            return refused.refusal() == Refusal.NOT_FOUND;
        }
    }
}
