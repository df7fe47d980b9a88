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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes emissions, inside the caller's transaction. */
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

    /** Stores everything that is new of those emissions, and says of each what that was, in their order. */
    List<Stored> store(List<RuledEmission> group, Instant now, Instant leaseEnd) {
        lockOrderingKeys(group);
        List<Claimed> claimed = emittedKeys.claim(group, now);
        OccupiedKeys occupied = new OccupiedKeys();
        List<Stored> stored = new ArrayList<>(group.size());
        for (int i = 0; i < group.size(); i++) {
            stored.add(stored(group.get(i), claimed.get(i), occupied));
        }
        events.insert(stored.stream().flatMap(each -> each.placed().stream()).toList(), now, leaseEnd);
        events.insertRejected(
                stored.stream().flatMap(each -> each.rejected().stream()).toList(), now);
        checkpoints.advance(group.stream().map(RuledEmission::emission).toList(), now);
        count(group, stored);
        return stored;
    }

    private Stored stored(RuledEmission ruled, Claimed claimed, OccupiedKeys occupied) {
        Set<UUID> fresh = claimed.fresh();
        List<NewInvocation> invocations = ruled.events().invocations().stream()
                .filter(row -> fresh.contains(row.id()))
                .toList();
        List<Rejected> rejected = ruled.events().rejected().stream()
                .filter(row -> fresh.contains(row.invocation().id()))
                .toList();
        long duplicates = ruled.all().count() - invocations.size() - rejected.size();
        return new Stored(place(ruled, invocations, occupied), rejected, Math.toIntExact(duplicates), claimed.known());
    }

    private void count(List<RuledEmission> group, List<Stored> stored) {
        List<LedgerDelta> deltas = new ArrayList<>(group.size());
        for (int i = 0; i < group.size(); i++) {
            Emission emission = group.get(i).emission();
            int rejected = stored.get(i).rejected().size();
            int accepted = stored.get(i).placed().size() + rejected;
            if (accepted > 0 || emission.filtered() > 0) {
                deltas.add(new LedgerDelta(
                        emission.binding().functionName(),
                        emission.binding().triggerId(),
                        accepted,
                        0,
                        rejected,
                        0,
                        0,
                        emission.filtered()));
            }
        }
        counts.add(deltas);
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

    Set<String> crowdedKeys(UUID triggerId, int atLeast) {
        return checkpoints.crowdedKeys(triggerId, atLeast);
    }

    private void lockOrderingKeys(List<RuledEmission> group) {
        orderingKeys.lock(group.stream()
                .flatMap(ruled -> orderingKeysOf(ruled.events().invocations()).stream()
                        .map(key -> new OrderedKey(ruled.triggerId(), key)))
                .distinct()
                .toList());
    }

    /** The first of an ordering key that nobody is in front of may run; all others stand behind. */
    private List<Placed> place(RuledEmission ruled, List<NewInvocation> invocations, OccupiedKeys occupied) {
        occupied.read(ruled.triggerId(), orderingKeysOf(invocations));
        List<Placed> placed = new ArrayList<>(invocations.size());
        for (NewInvocation invocation : invocations) {
            if (occupied.isFirst(ruled.triggerId(), invocation.orderingKey())) {
                boolean runsHere = ruled.permits().take(invocation);
                placed.add(new Placed(invocation, runsHere ? Placement.HANDED_OVER : Placement.DUE));
            } else {
                placed.add(new Placed(invocation, Placement.BEHIND));
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

    /** Ordering keys with an invocation in front, in the ledger or earlier in the group that is being stored. */
    private final class OccupiedKeys {

        private final Set<OrderedKey> occupied = new HashSet<>();

        void read(UUID triggerId, Set<String> keys) {
            blockedKeys.occupied(triggerId, keys).forEach(key -> occupied.add(new OrderedKey(triggerId, key)));
        }

        /** An invocation without a key is nobody's second. */
        boolean isFirst(UUID triggerId, @Nullable String key) {
            return key == null || occupied.add(new OrderedKey(triggerId, key));
        }
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
