// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.trigger.TriggerDefinition;
import java.util.List;
import java.util.Map;

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
        EmitResult result = sink.emit(new Emission(lease, binding, events, rejected, checkpoints, filtered));
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
    public long open() {
        return sink.openInvocations(binding.triggerId());
    }
}
