// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.emit.EmissionDispatch.Permits;
import io.glowplug.dispatch.emit.EmissionStore.Stored;
import io.glowplug.dispatch.store.LedgerTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores what connectors read, and starts here what this node has room for. */
public final class LedgerEventSink implements EventSink {

    private static final int TRANSACTIONS_AT_ONCE =
            Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

    private final LedgerTransactions transactions;
    private final TriggerLeaseStore leases;
    private final EmissionStore emissions;
    private final EventExpressions expressions;
    private final EmissionDispatch dispatch;
    private final InstantSource clock;
    private final GatheredCommits<RuledEmission, EmitResult> gathered;

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
        this.gathered = new GatheredCommits<>(this::commit, RuledEmission::weight, TRANSACTIONS_AT_ONCE);
    }

    @Override
    public EmitResult emit(Emission emission) {
        RuledEvents events = RuledEvents.of(emission, expressions);
        try (Permits permits = dispatch.permits(emission.binding())) {
            return gathered.commit(new RuledEmission(emission, events, permits));
        }
    }

    private List<EmitResult> commit(List<RuledEmission> group) {
        Instant now = clock.instant();
        Map<RuledEmission, Stored> stored = transactions.inOne(() -> {
            group.forEach(ruled -> ruled.permits().reset());
            return store(group, now);
        });
        return group.stream()
                .map(ruled -> result(ruled.permits(), stored.get(ruled), now))
                .toList();
    }

    /** Leaves out those whose lease is not in force any more. */
    private Map<RuledEmission, Stored> store(List<RuledEmission> group, Instant now) {
        Set<TriggerLease> inForce = leases.holdStill(
                group.stream().map(ruled -> ruled.emission().lease()).collect(Collectors.toSet()));
        List<RuledEmission> held = group.stream()
                .filter(ruled -> inForce.contains(ruled.emission().lease()))
                .toList();
        List<Stored> stored = emissions.store(held, now, dispatch.leaseEnd(now));
        Map<RuledEmission, Stored> results = new IdentityHashMap<>();
        for (int i = 0; i < held.size(); i++) {
            results.put(held.get(i), stored.get(i));
        }
        return results;
    }

    private static EmitResult result(Permits permits, @Nullable Stored stored, Instant acceptedAt) {
        if (stored == null) {
            return new EmitResult.LeaseLost();
        }
        permits.start(stored.placed(), acceptedAt);
        return new EmitResult.Accepted(stored.eventIds(), stored.duplicates());
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
