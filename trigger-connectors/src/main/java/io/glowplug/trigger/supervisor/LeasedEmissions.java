// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.trigger.SourceContext.Taken;
import io.glowplug.trigger.TriggerDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The way into the ledger for one trigger under one lease. */
final class LeasedEmissions implements Emissions {

    private final TriggerBinding binding;
    private final TriggerLease lease;
    private final EventSink sink;
    private final Runnable onLeaseLost;

    LeasedEmissions(TriggerDefinition trigger, TriggerLease lease, EventSink sink, Runnable onLeaseLost) {
        this.binding = Emissions.bindingOf(trigger);
        this.lease = lease;
        this.sink = sink;
        this.onLeaseLost = onLeaseLost;
    }

    @Override
    public EmitResult emit(
            List<TriggerEvent> events, List<RejectedEvent> rejected, Map<String, String> checkpoints, long filtered) {
        return told(sink.emit(new Emission(lease, binding, events, rejected, checkpoints, filtered)));
    }

    @Override
    public EmitResult emitTaken(Supplier<Taken> taking) {
        return told(sink.emitTaken(lease, binding, () -> {
            Taken taken = taking.get();
            return new Emission(
                    lease, binding, taken.events(), taken.rejected(), taken.checkpoints(), taken.filtered());
        }));
    }

    private EmitResult told(EmitResult result) {
        if (result instanceof EmitResult.LeaseLost) {
            onLeaseLost.run();
        }
        return result;
    }

    @Override
    public Map<String, String> checkpoints() {
        return sink.checkpoints(binding.triggerId());
    }

    @Override
    public Set<String> crowdedKeys(int atLeast) {
        return sink.crowdedKeys(binding.triggerId(), atLeast);
    }

    @Override
    public long open() {
        return sink.openInvocations(binding.triggerId());
    }
}
