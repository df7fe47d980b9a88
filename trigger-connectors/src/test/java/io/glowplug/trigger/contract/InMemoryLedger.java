// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.contract;

import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.TriggerLeases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The promises of the doors to dispatch in memory, for any number of nodes: keys make duplicates, an old lease is
 * refused, a lease that ran out can be taken.
 */
public final class InMemoryLedger implements TestLedger, EventSink {

    private final Map<UUID, Account> accounts = new HashMap<>();
    private final Set<UUID> forgotten = new HashSet<>();

    /** All there is of one trigger. */
    private static final class Account {
        private final List<TriggerEvent> events = new ArrayList<>();
        private final List<RejectedEvent> deadLetters = new ArrayList<>();
        private final Set<String> keys = new HashSet<>();
        private final Map<String, String> checkpoints = new HashMap<>();
        private long filtered;
        private long open;
        private String holder = "";
        private long epoch;
        private Instant leasedUntil = Instant.MIN;

        private boolean isHeldUnder(TriggerLease lease) {
            return lease.epoch() == epoch;
        }

        private TriggerLease take(UUID triggerId, String node, Instant until) {
            holder = node;
            leasedUntil = until;
            epoch++;
            return new TriggerLease(triggerId, epoch);
        }
    }

    @Override
    public EventSink sink() {
        return this;
    }

    @Override
    public synchronized TriggerLease takeLease(UUID triggerId) {
        return account(triggerId).take(triggerId, "contract", Instant.MAX);
    }

    @Override
    public synchronized EmitResult emit(Emission emission) {
        Account account = account(emission.lease().triggerId());
        if (!account.isHeldUnder(emission.lease())) {
            return new EmitResult.LeaseLost();
        }
        List<UUID> accepted = new ArrayList<>();
        for (TriggerEvent event : emission.events()) {
            if (event.key() == null || account.keys.add(event.key())) {
                account.events.add(event);
                accepted.add(UUID.randomUUID());
            }
        }
        account.deadLetters.addAll(emission.rejected());
        account.checkpoints.putAll(emission.checkpoints());
        account.filtered += emission.filtered();
        return new EmitResult.Accepted(accepted, emission.events().size() - accepted.size());
    }

    @Override
    public synchronized EmitResult emitTaken(TriggerLease lease, TriggerBinding binding, Supplier<Emission> taking) {
        return account(lease.triggerId()).isHeldUnder(lease) ? emit(taking.get()) : new EmitResult.LeaseLost();
    }

    @Override
    public Set<String> crowdedKeys(UUID triggerId, int atLeast) {
        return Set.of();
    }

    @Override
    public synchronized Map<String, String> checkpoints(UUID triggerId) {
        return Map.copyOf(account(triggerId).checkpoints);
    }

    /** It knows of no rules: what they do is the dispatch's own affair. */
    @Override
    public DuplicateCounts duplicates(UUID triggerId) {
        return DuplicateCounts.NONE;
    }

    @Override
    public synchronized long openInvocations(UUID triggerId) {
        return account(triggerId).open;
    }

    @Override
    public synchronized void forget(UUID triggerId) {
        account(triggerId).checkpoints.clear();
        account(triggerId).keys.clear();
        forgotten.add(triggerId);
    }

    @Override
    public synchronized List<TriggerEvent> events(UUID triggerId) {
        return List.copyOf(account(triggerId).events);
    }

    @Override
    public synchronized List<RejectedEvent> deadLetters(UUID triggerId) {
        return List.copyOf(account(triggerId).deadLetters);
    }

    @Override
    public synchronized long filtered(UUID triggerId) {
        return account(triggerId).filtered;
    }

    /** Says how many invocations are open, since nothing runs here. */
    public synchronized void setOpen(UUID triggerId, long open) {
        account(triggerId).open = open;
    }

    public synchronized boolean hasForgotten(UUID triggerId) {
        return forgotten.contains(triggerId);
    }

    /** Returns the name of the node that holds the trigger, or held it last. */
    public synchronized String holder(UUID triggerId) {
        return account(triggerId).holder;
    }

    /** Returns the leases as a node with that name and clock deals with them. */
    public TriggerLeases leasesOf(String node, InstantSource clock) {
        return new NodeLeases(node, clock);
    }

    @Override
    public void close() {}

    private Account account(UUID triggerId) {
        return accounts.computeIfAbsent(triggerId, id -> new Account());
    }

    private final class NodeLeases implements TriggerLeases {

        private final String node;
        private final InstantSource clock;

        private NodeLeases(String node, InstantSource clock) {
            this.node = node;
            this.clock = clock;
        }

        @Override
        public String node() {
            return node;
        }

        @Override
        public Optional<TriggerLease> tryAcquire(UUID triggerId, Duration length) {
            synchronized (InMemoryLedger.this) {
                Account account = account(triggerId);
                Instant now = clock.instant();
                return account.leasedUntil.isAfter(now)
                        ? Optional.empty()
                        : Optional.of(account.take(triggerId, node, now.plus(length)));
            }
        }

        @Override
        public TriggerLease join(UUID triggerId) {
            synchronized (InMemoryLedger.this) {
                return new TriggerLease(triggerId, account(triggerId).epoch);
            }
        }

        @Override
        public Set<UUID> renew(Collection<TriggerLease> leases, Duration length) {
            synchronized (InMemoryLedger.this) {
                List<TriggerLease> kept = leases.stream()
                        .filter(lease -> account(lease.triggerId()).isHeldUnder(lease))
                        .toList();
                kept.forEach(lease ->
                        account(lease.triggerId()).leasedUntil = clock.instant().plus(length));
                return kept.stream().map(TriggerLease::triggerId).collect(Collectors.toSet());
            }
        }

        @Override
        public void release(TriggerLease lease) {
            synchronized (InMemoryLedger.this) {
                Account account = account(lease.triggerId());
                if (account.isHeldUnder(lease)) {
                    account.leasedUntil = Instant.MIN;
                }
            }
        }

        /** Part of the caller's transaction, as on a database: nobody sees it before that has committed. */
        @Override
        public void revoke(UUID triggerId) {
            if (TransactionSynchronizationManager.isSynchronizationActive()) {
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        revokeNow(triggerId);
                    }
                });
            } else {
                revokeNow(triggerId);
            }
        }

        private void revokeNow(UUID triggerId) {
            synchronized (InMemoryLedger.this) {
                Account account = account(triggerId);
                account.epoch++;
                account.leasedUntil = Instant.MIN;
            }
        }
    }
}
