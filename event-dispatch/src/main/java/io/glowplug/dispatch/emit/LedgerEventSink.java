// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.emit.EmissionStore.Stored;
import io.glowplug.dispatch.store.EventStore.Rejected;
import io.glowplug.dispatch.store.LedgerTransactions;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.dispatch.store.StoredText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Stores what connectors read, and starts here what this node has room for. */
public final class LedgerEventSink implements EventSink {

    private final LedgerTransactions transactions;
    private final TriggerLeaseStore leases;
    private final EmissionStore emissions;
    private final CheckpointStore checkpoints;
    private final EmissionDispatch dispatch;
    private final InstantSource clock;

    public LedgerEventSink(
            LedgerTransactions transactions,
            TriggerLeaseStore leases,
            EmissionStore emissions,
            CheckpointStore checkpoints,
            EmissionDispatch dispatch,
            InstantSource clock) {
        this.transactions = transactions;
        this.leases = leases;
        this.emissions = emissions;
        this.checkpoints = checkpoints;
        this.dispatch = dispatch;
        this.clock = clock;
    }

    @Override
    public EmitResult emit(Emission emission) {
        TriggerBinding binding = emission.binding();
        List<NewInvocation> invocations = emission.events().stream()
                .map(event -> invocation(binding, event))
                .toList();
        List<Rejected> rejected = emission.rejected().stream()
                .map(event -> rejected(binding, event))
                .toList();
        Instant now = clock.instant();
        try (EmissionDispatch.Permits permits = dispatch.permits(binding)) {
            Optional<Stored> stored = transactions.inOne(() -> {
                permits.reset();
                return leases.holdStill(emission.lease())
                        ? Optional.of(emissions.store(
                                emission, invocations, rejected, permits::take, now, dispatch.leaseEnd(now)))
                        : Optional.empty();
            });
            if (stored.isEmpty()) {
                return new EmitResult.LeaseLost();
            }
            permits.start(stored.get().placed(), now);
            return new EmitResult.Accepted(stored.get().eventIds(), stored.get().duplicates());
        }
    }

    @Override
    public Map<String, String> checkpoints(UUID triggerId) {
        return checkpoints.read(triggerId);
    }

    @Override
    public long openInvocations(UUID triggerId) {
        return checkpoints.openInvocations(triggerId);
    }

    @Override
    public void forget(UUID triggerId) {
        leases.forget(triggerId);
        emissions.forget(triggerId);
    }

    private static Rejected rejected(TriggerBinding binding, RejectedEvent rejected) {
        return new Rejected(invocation(binding, rejected.event()), rejected.errorType(), rejected.errorMessage());
    }

    private static NewInvocation invocation(TriggerBinding binding, TriggerEvent event) {
        return new NewInvocation(
                UuidCreator.getTimeOrderedEpochPlus1(),
                binding.functionName(),
                binding.qualifier(),
                binding.triggerId(),
                event.source(),
                StoredText.key(event.key()),
                StoredText.key(event.orderingKey()),
                null,
                event.occurredAt(),
                event.attributes(),
                event.payload(),
                event.records());
    }
}
