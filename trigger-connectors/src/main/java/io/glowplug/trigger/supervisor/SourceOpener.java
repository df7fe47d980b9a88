// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.filter.EventPatterns;
import io.glowplug.trigger.journal.FilteredSamples;
import io.glowplug.trigger.journal.TriggerNotes;
import io.glowplug.trigger.kind.TriggerKinds;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Opens sources with everything they may use. */
@Component
class SourceOpener {

    private final TriggerKinds kinds;
    private final EventSink sink;
    private final TriggerNotes notes;
    private final FilteredSamples filteredOut;
    private final InstantSource time;

    SourceOpener(
            TriggerKinds kinds, EventSink sink, TriggerNotes notes, FilteredSamples filteredOut, InstantSource time) {
        this.kinds = kinds;
        this.sink = sink;
        this.notes = notes;
        this.filteredOut = filteredOut;
        this.time = time;
    }

    TriggerSource open(TriggerDefinition trigger, TriggerLease lease, Runnable onLeaseLost) {
        return open(trigger, new LeasedEmissions(trigger, lease, sink, onLeaseLost));
    }

    /** Opens the source of a trigger that every node serves. */
    TriggerSource open(TriggerDefinition trigger, Emissions emissions) {
        return kinds.read(trigger.type(), trigger.settings())
                .open(new LeasedSourceContext(
                        trigger, emissions, EventPatterns.compile(trigger.filter()), notes, filteredOut, time));
    }
}
