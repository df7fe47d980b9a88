// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.GatheredCommits;
import io.glowplug.dispatch.GatheredCommits.Bounds;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.emit.EmissionDispatch.Permits;
import io.glowplug.dispatch.emit.EmissionStore.Stored;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Stores what connectors read, and starts here what this node has room for. */
public final class LedgerEventSink implements EventSink {

    private static final int TRANSACTIONS_AT_ONCE =
            Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

    private static final int MOST_EMISSIONS = 500;
    private static final long MOST_WEIGHT = 4L << 20;

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
        this.gathered = new GatheredCommits<>(
                new Bounds<>(TRANSACTIONS_AT_ONCE, MOST_EMISSIONS, MOST_WEIGHT, RuledEmission::weight), this::commit);
    }

    @Override
    public EmitResult emit(Emission emission) {
        RuledEvents events = RuledEvents.of(emission, expressions);
        try (Permits permits = dispatch.permits(emission.binding())) {
            return gathered.commit(new RuledEmission(emission, events, permits));
        }
    }

    @Override
    public EmitResult emitTaken(TriggerLease lease, TriggerBinding binding, Supplier<Emission> taking) {
        Instant now = clock.instant();
        try (Permits permits = dispatch.permits(binding)) {
            Optional<Stored> stored = transactions.inOne(() -> {
                permits.reset();
                if (leases.holdStill(List.of(lease)).isEmpty()) {
                    return Optional.empty();
                }
                Emission emission = taking.get();
                RuledEmission ruled = new RuledEmission(emission, RuledEvents.of(emission, expressions), permits);
                return Optional.of(emissions
                        .store(List.of(ruled), now, dispatch.leaseEnd(now))
                        .getFirst());
            });
            return result(permits, stored, now);
        }
    }

    private List<EmitResult> commit(List<RuledEmission> group) {
        Instant now = clock.instant();
        List<Optional<Stored>> stored = transactions.inOne(() -> {
            group.forEach(ruled -> ruled.permits().reset());
            return store(group, now);
        });
        List<EmitResult> results = new ArrayList<>(group.size());
        for (int i = 0; i < group.size(); i++) {
            results.add(result(group.get(i).permits(), stored.get(i), now));
        }
        return results;
    }

    /** Leaves out those whose lease is not in force any more. */
    private List<Optional<Stored>> store(List<RuledEmission> group, Instant now) {
        Set<TriggerLease> inForce = leases.holdStill(
                group.stream().map(ruled -> ruled.emission().lease()).collect(Collectors.toSet()));
        List<RuledEmission> held = group.stream()
                .filter(ruled -> inForce.contains(ruled.emission().lease()))
                .toList();
        Iterator<Stored> stored =
                emissions.store(held, now, dispatch.leaseEnd(now)).iterator();
        return group.stream()
                .map(ruled -> inForce.contains(ruled.emission().lease())
                        ? Optional.of(stored.next())
                        : Optional.<Stored>empty())
                .toList();
    }

    private static EmitResult result(Permits permits, Optional<Stored> stored, Instant acceptedAt) {
        if (stored.isEmpty()) {
            return new EmitResult.LeaseLost();
        }
        permits.start(stored.get().placed(), acceptedAt);
        return new EmitResult.Accepted(
                stored.get().eventIds(), stored.get().duplicates(), stored.get().known());
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
