// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.emit.EmissionStore.Stored;
import io.glowplug.dispatch.store.LedgerTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Stores what connectors read, and starts here what this node has room for. */
public final class LedgerEventSink implements EventSink {

    private final LedgerTransactions transactions;
    private final TriggerLeaseStore leases;
    private final EmissionStore emissions;
    private final EventExpressions expressions;
    private final EmissionDispatch dispatch;
    private final InstantSource clock;

    public LedgerEventSink(
            LedgerTransactions transactions,
            TriggerLeaseStore leases,
            EmissionStore emissions,
            EventExpressions expressions,
            EmissionDispatch dispatch,
            InstantSource clock) {
        this.transactions = transactions;
        this.leases = leases;
        this.emissions = emissions;
        this.expressions = expressions;
        this.dispatch = dispatch;
        this.clock = clock;
    }

    @Override
    public EmitResult emit(Emission emission) {
        RuledEvents events = RuledEvents.of(emission, expressions);
        return store(emission.lease(), emission.binding(), () -> new Ruled(emission, events));
    }

    @Override
    public EmitResult emitTaken(TriggerLease lease, TriggerBinding binding, Supplier<Emission> taking) {
        return store(lease, binding, () -> {
            Emission emission = taking.get();
            return new Ruled(emission, RuledEvents.of(emission, expressions));
        });
    }

    private EmitResult store(TriggerLease lease, TriggerBinding binding, Supplier<Ruled> taking) {
        Instant now = clock.instant();
        try (EmissionDispatch.Permits permits = dispatch.permits(binding)) {
            Optional<Stored> stored = transactions.inOne(() -> {
                permits.reset();
                if (!leases.holdStill(lease)) {
                    return Optional.empty();
                }
                Ruled taken = taking.get();
                return Optional.of(
                        emissions.store(taken.emission(), taken.events(), permits::take, now, dispatch.leaseEnd(now)));
            });
            if (stored.isEmpty()) {
                return new EmitResult.LeaseLost();
            }
            permits.start(stored.get().placed(), now);
            return new EmitResult.Accepted(stored.get().eventIds(), stored.get().duplicates());
        }
    }

    private record Ruled(Emission emission, RuledEvents events) {}

    @Override
    public Map<String, String> checkpoints(UUID triggerId) {
        return emissions.checkpoints(triggerId);
    }

    @Override
    public long openInvocations(UUID triggerId) {
        return emissions.openInvocations(triggerId);
    }

    @Override
    public Set<String> crowdedKeys(UUID triggerId, int atLeast) {
        return emissions.crowdedKeys(triggerId, atLeast);
    }

    @Override
    public DuplicateCounts duplicates(UUID triggerId) {
        return emissions.duplicates(triggerId);
    }

    @Override
    public void forget(UUID triggerId) {
        leases.forget(triggerId);
        emissions.forget(triggerId);
    }
}
