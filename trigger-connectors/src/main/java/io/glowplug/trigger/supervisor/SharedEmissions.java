// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.trigger.SourceContext.Taken;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.catalog.TriggerSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way into the ledger for a trigger that every node serves. The nodes share its lease, which an edit, a pause and a
 * deletion revoke: so nothing is emitted for a trigger as it was before.
 */
final class SharedEmissions implements Emissions {

    private static final EmitResult LOST = new EmitResult.LeaseLost();

    private final TriggerDefinition trigger;
    private final TriggerBinding binding;
    private final TriggerSnapshot triggers;
    private final TriggerLeases leases;
    private final EventSink sink;
    private final ReentrantLock joining = new ReentrantLock();
    private volatile @Nullable TriggerLease joined;

    SharedEmissions(TriggerDefinition trigger, TriggerSnapshot triggers, TriggerLeases leases, EventSink sink) {
        this.trigger = trigger;
        this.binding = Emissions.bindingOf(trigger);
        this.triggers = triggers;
        this.leases = leases;
        this.sink = sink;
    }

    @Override
    public EmitResult emit(
            List<TriggerEvent> events, List<RejectedEvent> rejected, Map<String, String> checkpoints, long filtered) {
        return under(lease -> sink.emit(new Emission(lease, binding, events, rejected, checkpoints, filtered)));
    }

    @Override
    public EmitResult emitTaken(Supplier<Taken> taking) {
        return under(lease -> sink.emitTaken(lease, binding, () -> {
            Taken taken = taking.get();
            return new Emission(
                    lease, binding, taken.events(), taken.rejected(), taken.checkpoints(), taken.filtered());
        }));
    }

    private EmitResult under(Function<TriggerLease, EmitResult> emission) {
        TriggerLease lease = lease();
        if (lease == null) {
            return LOST;
        }
        EmitResult result = emission.apply(lease);
        if (result instanceof EmitResult.LeaseLost) {
            // As soon as it is looked at again, whoever serves it as it is now takes its place.
            triggers.isCurrent(trigger);
            joined = null;
        }
        return result;
    }

    @Override
    public Map<String, String> checkpoints() {
        return sink.checkpoints(trigger.id());
    }

    @Override
    public Set<String> crowdedKeys(int atLeast) {
        return sink.crowdedKeys(trigger.id(), atLeast);
    }

    @Override
    public long open() {
        return sink.openInvocations(trigger.id());
    }

    /** A change that committed before the lease was joined is seen here, and one that commits later revokes it. */
    private @Nullable TriggerLease lease() {
        TriggerLease lease = joined;
        if (lease != null) {
            return lease;
        }
        joining.lock();
        try {
            if (joined == null) {
                TriggerLease current = leases.join(trigger.id());
                joined = triggers.isCurrent(trigger) ? current : null;
            }
            return joined;
        } finally {
            joining.unlock();
        }
    }
}
