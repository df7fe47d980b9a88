// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.contract;

import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.filter.EventPatterns;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What a source gets from a node of a real dispatch. */
public record DispatchContext(TriggerDefinition trigger, EventSink sink, TriggerLease lease, InstantSource clock)
        implements SourceContext {

    @Override
    public Map<String, String> checkpoints() {
        return sink.checkpoints(trigger.id());
    }

    @Override
    public boolean passesFilter(String json) {
        return EventPatterns.compile(trigger.filter()).passes(json);
    }

    @Override
    public EmitResult emit(
            List<TriggerEvent> events, List<RejectedEvent> rejected, Map<String, String> checkpoints, long filtered) {
        return sink.emit(new Emission(lease, binding(), events, rejected, checkpoints, filtered));
    }

    @Override
    public EmitResult emitTaken(Supplier<Taken> taking) {
        return sink.emitTaken(lease, binding(), () -> {
            Taken taken = taking.get();
            return new Emission(
                    lease, binding(), taken.events(), taken.rejected(), taken.checkpoints(), taken.filtered());
        });
    }

    private TriggerBinding binding() {
        return new TriggerBinding(trigger.id(), trigger.name(), trigger.functionName(), trigger.qualifier());
    }

    @Override
    public long openInvocations() {
        return sink.openInvocations(trigger.id());
    }

    @Override
    public Set<String> crowdedKeys(int atLeast) {
        return sink.crowdedKeys(trigger.id(), atLeast);
    }

    @Override
    public void note(String what, String detail) {}
}
