// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.emit.EmissionStore.Stored;
import io.glowplug.dispatch.store.LedgerTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
        TriggerBinding binding = emission.binding();
        RuledEvents events = RuledEvents.of(emission, expressions);
        Instant now = clock.instant();
        try (EmissionDispatch.Permits permits = dispatch.permits(binding)) {
            Optional<Stored> stored = transactions.inOne(() -> {
                permits.reset();
                return leases.holdStill(emission.lease())
                        ? Optional.of(emissions.store(emission, events, permits::take, now, dispatch.leaseEnd(now)))
                        : Optional.empty();
            });
            if (stored.isEmpty()) {
                return new EmitResult.LeaseLost();
            }
            permits.start(stored.get().placed(), now);
            return new EmitResult.Accepted(
                    stored.get().eventIds(),
                    stored.get().duplicates(),
                    stored.get().known());
        }
    }

    @Override
    public Map<String, String> checkpoints(UUID triggerId) {
        return emissions.checkpoints(triggerId);
    }

    @Override
    public long openInvocations(UUID triggerId) {
        return emissions.openInvocations(triggerId);
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
