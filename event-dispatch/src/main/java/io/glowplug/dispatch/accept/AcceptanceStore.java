// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.accept;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.idempotency.KeyClaim;
import io.glowplug.dispatch.idempotency.KeyHolder;
import io.glowplug.dispatch.idempotency.KeyHolder.CallKind;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.store.EventStore;
import io.glowplug.dispatch.store.NewInvocation.Placed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Keys, order, events, invocations and counters of a group in one transaction. */
public final class AcceptanceStore {

    private final LedgerTransactions transactions;
    private final EventStore events;
    private final IdempotencyStore keys;
    private final LedgerCounts counts;
    private final CallOrder order;

    public AcceptanceStore(
            LedgerTransactions transactions,
            EventStore events,
            IdempotencyStore keys,
            LedgerCounts counts,
            CallOrder order) {
        this.transactions = transactions;
        this.events = events;
        this.keys = keys;
        this.counts = counts;
        this.order = order;
    }

    /** Stores the group, and returns who has the key of each event that was left out because of its key. */
    Map<UUID, KeyHolder> accept(List<PendingEvent> group, List<Placed> placed, Instant now, Instant leaseEnd) {
        List<KeyClaim> claims =
                group.stream().map(PendingEvent::claim).filter(Objects::nonNull).toList();
        if (claims.isEmpty() && placed.stream().noneMatch(AcceptanceStore::hasOrder)) {
            return transactions.inStatement(() -> {
                events.insertAndCount(placed, now, leaseEnd, counts.shard());
                return Map.of();
            });
        }
        return transactions.inOne(() -> {
            // Before the idempotency keys, as in a settlement, so that the two cannot deadlock.
            order.lock(placed);
            Map<UUID, KeyHolder> refused =
                    claims.isEmpty() ? Map.of() : keys.claim(claims, CallKind.ASYNC, now, KeyClaim.UNTIL_ITS_END);
            List<Placed> granted = placed.stream()
                    .filter(row -> !refused.containsKey(row.invocation().id()))
                    .toList();
            events.insert(order.place(granted), now, leaseEnd);
            counts.add(granted.stream()
                    .map(row -> LedgerDelta.accepted(
                            row.invocation().functionName(), row.invocation().triggerId(), 1))
                    .toList());
            return refused;
        });
    }

    private static boolean hasOrder(Placed placed) {
        return placed.invocation().orderingKey() != null;
    }
}
