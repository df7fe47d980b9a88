// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.trigger.contract.InMemoryLedger;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessResourceFailureException;

/** The doors to a ledger, which can be shut. */
final class MortalDoors implements EventSink {

    private final InMemoryLedger ledger;
    private final TriggerLeases leases;
    private volatile boolean shut;

    MortalDoors(InMemoryLedger ledger, TriggerLeases leases) {
        this.ledger = ledger;
        this.leases = leases;
    }

    void shut() {
        shut = true;
    }

    TriggerLeases leases() {
        return new MortalLeases();
    }

    @Override
    public EmitResult emit(Emission emission) {
        refuseIfShut();
        return ledger.emit(emission);
    }

    @Override
    public EmitResult emitTaken(TriggerLease lease, TriggerBinding binding, Supplier<Emission> taking) {
        refuseIfShut();
        return ledger.emitTaken(lease, binding, taking);
    }

    @Override
    public Set<String> crowdedKeys(UUID triggerId, int atLeast) {
        refuseIfShut();
        return ledger.crowdedKeys(triggerId, atLeast);
    }

    @Override
    public Map<String, String> checkpoints(UUID triggerId) {
        refuseIfShut();
        return ledger.checkpoints(triggerId);
    }

    @Override
    public long openInvocations(UUID triggerId) {
        refuseIfShut();
        return ledger.openInvocations(triggerId);
    }

    @Override
    public DuplicateCounts duplicates(UUID triggerId) {
        refuseIfShut();
        return ledger.duplicates(triggerId);
    }

    @Override
    public void forget(UUID triggerId) {
        refuseIfShut();
        ledger.forget(triggerId);
    }

    private void refuseIfShut() {
        if (shut) {
            throw new DataAccessResourceFailureException("the database is away");
        }
    }

    private final class MortalLeases implements TriggerLeases {

        @Override
        public String node() {
            return leases.node();
        }

        @Override
        public Optional<TriggerLease> tryAcquire(UUID triggerId, Duration length) {
            refuseIfShut();
            return leases.tryAcquire(triggerId, length);
        }

        @Override
        public TriggerLease join(UUID triggerId) {
            refuseIfShut();
            return leases.join(triggerId);
        }

        @Override
        public Set<UUID> renew(Collection<TriggerLease> held, Duration length) {
            refuseIfShut();
            return leases.renew(held, length);
        }

        @Override
        public void release(TriggerLease lease) {
            refuseIfShut();
            leases.release(lease);
        }

        @Override
        public void revoke(UUID triggerId) {
            refuseIfShut();
            leases.revoke(triggerId);
        }
    }
}
