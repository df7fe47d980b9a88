// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.accept;

import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.idempotency.KeyHolder;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.dispatch.store.NewInvocation.Placed;
import io.glowplug.dispatch.store.NewInvocation.Placement;
import io.glowplug.dispatch.worker.Dispatcher;
import io.glowplug.registry.DatabaseOutage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;

/** Commits groups of events, and starts here what this node has room for. */
public final class GroupCommit {

    private final AcceptanceStore store;
    private final Dispatcher dispatcher;
    private final DueSignal signal;
    private final InstantSource clock;

    public GroupCommit(AcceptanceStore store, Dispatcher dispatcher, DueSignal signal, InstantSource clock) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.signal = signal;
        this.clock = clock;
    }

    /** Commits the group and answers every caller in it, whatever happens. */
    void commit(List<PendingEvent> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            commitTogether(group);
        } catch (NonTransientDataAccessResourceException unreachable) {
            refuse(group, unreachable);
        } catch (NonTransientDataAccessException refused) {
            if (group.size() == 1 || DatabaseOutage.isBehind(refused)) {
                refuse(group, refused);
            } else {
                // One event that the database does not take must not take the others down with it.
                group.forEach(event -> commit(List.of(event)));
            }
        } catch (RuntimeException | Error failed) {
            refuse(group, failed);
        }
    }

    private void commitTogether(List<PendingEvent> group) {
        Set<UUID> reserved = new HashSet<>();
        Instant now = clock.instant();
        try {
            List<Placed> placed = new ArrayList<>(group.size());
            for (PendingEvent event : group) {
                NewInvocation invocation = event.invocation();
                if (invocation.orderingKey() != null) {
                    // Who is in front of it is known only in the transaction.
                    placed.add(new Placed(invocation, Placement.DUE));
                } else if (invocation.deliverAt() != null) {
                    placed.add(new Placed(invocation, Placement.DELAYED));
                } else if (dispatcher.reserve(invocation.functionName())) {
                    reserved.add(invocation.id());
                    placed.add(new Placed(invocation, Placement.HANDED_OVER));
                } else {
                    dispatcher.expectBacklog(invocation.functionName());
                    placed.add(new Placed(invocation, Placement.DUE));
                }
            }
            Map<UUID, KeyHolder> refused = store.accept(group, placed, now, dispatcher.leaseEnd(now));
            for (PendingEvent event : group) {
                KeyHolder holder = refused.get(event.invocation().id());
                if (holder == null && reserved.remove(event.invocation().id())) {
                    dispatcher.start(event.invocation().handedOver(now));
                }
                event.answer().complete(answer(event, holder));
            }
            if (placed.stream().anyMatch(row -> row.placement() == Placement.DUE)) {
                signal.raise();
            }
        } finally {
            for (PendingEvent event : group) {
                if (reserved.remove(event.invocation().id())) {
                    dispatcher.cancelReservation(event.invocation().functionName());
                }
            }
        }
    }

    private static AsyncAnswer answer(PendingEvent event, @Nullable KeyHolder holder) {
        if (holder == null || event.claim() == null) {
            return new AsyncAnswer.Accepted(event.invocation().id());
        }
        return holder.sameCall(event.claim(), KeyHolder.CallKind.ASYNC)
                ? new AsyncAnswer.Duplicate(holder.invocationId())
                : new AsyncAnswer.KeyReused(holder.invocationId());
    }

    private static void refuse(List<PendingEvent> group, Throwable cause) {
        group.forEach(event -> event.answer().completeExceptionally(cause));
    }
}
