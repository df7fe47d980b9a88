// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.trigger.SourceContext.Taken;
import io.glowplug.trigger.TriggerDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The way into the ledger for one trigger. */
interface Emissions {

    EmitResult emit(
            List<TriggerEvent> events, List<RejectedEvent> rejected, Map<String, String> checkpoints, long filtered);

    EmitResult emitTaken(Supplier<Taken> taking);

    Map<String, String> checkpoints();

    Set<String> crowdedKeys(int atLeast);

    long open();

    static TriggerBinding bindingOf(TriggerDefinition trigger) {
        return new TriggerBinding(
                trigger.id(), trigger.name(), trigger.functionName(), trigger.qualifier(), trigger.idempotency());
    }
}
