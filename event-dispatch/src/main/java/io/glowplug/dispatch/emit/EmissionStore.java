// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.emit.EmittedKeys.Claimed;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.ordering.OrderedKey;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.store.BlockedKeyStore;
import io.glowplug.dispatch.store.EventStore;
import io.glowplug.dispatch.store.EventStore.Rejected;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.dispatch.store.NewInvocation.Placed;
import io.glowplug.dispatch.store.NewInvocation.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes an emission, inside the caller's transaction. */
public final class EmissionStore {

    private final EmittedKeys emittedKeys;
    private final OrderingKeys orderingKeys;
    private final BlockedKeyStore blockedKeys;
    private final EventStore events;
    private final CheckpointStore checkpoints;
    private final LedgerCounts counts;

    public EmissionStore(
            EmittedKeys emittedKeys,
            OrderingKeys orderingKeys,
            BlockedKeyStore blockedKeys,
            EventStore events,
            CheckpointStore checkpoints,
            LedgerCounts counts) {
        this.emittedKeys = emittedKeys;
        this.orderingKeys = orderingKeys;
        this.blockedKeys = blockedKeys;
        this.events = events;
        this.checkpoints = checkpoints;
        this.counts = counts;
    }

    /**
     * Stores everything of the emission that is new.
     *
     * @param handOver says of an invocation that may run at once whether this node takes it
     */
    Stored store(
            Emission emission, RuledEvents ruled, Predicate<NewInvocation> handOver, Instant now, Instant leaseEnd) {
        UUID triggerId = emission.binding().triggerId();
        List<NewInvocation> invocations = ruled.invocations();
        List<Rejected> rejected = ruled.rejected();
        lockOrderingKeys(triggerId, invocations);
        Claimed claimed = emittedKeys.claim(
                emission.binding(),
                ruled,
                rejected.stream().map(Rejected::invocation).toList(),
                now);
        Set<UUID> fresh = claimed.fresh();
        List<NewInvocation> freshInvocations =
                invocations.stream().filter(row -> fresh.contains(row.id())).toList();
        List<Rejected> freshRejected = rejected.stream()
                .filter(row -> fresh.contains(row.invocation().id()))
                .toList();
        List<Placed> placed = place(triggerId, freshInvocations, handOver);
        events.insert(placed, now, leaseEnd);
        events.insertRejected(freshRejected, now);
        checkpoints.advance(triggerId, emission.checkpoints(), now);
        if (!fresh.isEmpty() || emission.filtered() > 0) {
            counts.add(List.of(new LedgerDelta(
                    emission.binding().functionName(),
                    triggerId,
                    fresh.size(),
                    0,
                    freshRejected.size(),
                    0,
                    0,
                    emission.filtered())));
        }
        int duplicates = invocations.size() + rejected.size() - fresh.size();
        return new Stored(placed, freshRejected, duplicates, claimed.known());
    }

    /** Removes what is kept for reading on of a trigger that is gone for good. */
    void forget(UUID triggerId) {
        emittedKeys.forget(triggerId);
        checkpoints.forget(triggerId);
    }

    DuplicateCounts duplicates(UUID triggerId) {
        return emittedKeys.counts(triggerId);
    }

    Map<String, String> checkpoints(UUID triggerId) {
        return checkpoints.read(triggerId);
    }

    long openInvocations(UUID triggerId) {
        return checkpoints.openInvocations(triggerId);
    }

    private void lockOrderingKeys(UUID triggerId, List<NewInvocation> invocations) {
        orderingKeys.lock(orderingKeysOf(invocations).stream()
                .map(key -> new OrderedKey(triggerId, key))
                .toList());
    }

    /** The first of an ordering key that nobody is in front of may run; all others stand behind. */
    private List<Placed> place(UUID triggerId, List<NewInvocation> invocations, Predicate<NewInvocation> handOver) {
        Set<String> occupied = new HashSet<>(blockedKeys.occupied(triggerId, orderingKeysOf(invocations)));
        List<Placed> placed = new ArrayList<>(invocations.size());
        for (NewInvocation invocation : invocations) {
            boolean first = invocation.orderingKey() == null || occupied.add(invocation.orderingKey());
            if (!first) {
                placed.add(new Placed(invocation, Placement.BEHIND));
            } else {
                placed.add(new Placed(invocation, handOver.test(invocation) ? Placement.HANDED_OVER : Placement.DUE));
            }
        }
        return placed;
    }

    private static Set<String> orderingKeysOf(List<NewInvocation> invocations) {
        return invocations.stream()
                .map(NewInvocation::orderingKey)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** What was stored. */
    record Stored(List<Placed> placed, List<Rejected> rejected, int duplicates, List<EmitResult.Known> known) {

        List<UUID> eventIds() {
            return Stream.concat(
                            placed.stream().map(row -> row.invocation().id()),
                            rejected.stream().map(row -> row.invocation().id()))
                    .toList();
        }
    }
}
