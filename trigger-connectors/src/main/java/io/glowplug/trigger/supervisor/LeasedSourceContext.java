// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.filter.EventFilter;
import io.glowplug.trigger.journal.FilteredSamples;
import io.glowplug.trigger.journal.TriggerNotes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What a source gets on a node that holds or serves its trigger. */
record LeasedSourceContext(
        TriggerDefinition trigger,
        Emissions emissions,
        EventFilter filter,
        TriggerNotes notes,
        FilteredSamples filteredOut,
        InstantSource clock)
        implements SourceContext {

    private static final Logger LOG = LoggerFactory.getLogger(LeasedSourceContext.class);

    @Override
    public Map<String, String> checkpoints() {
        return emissions.checkpoints();
    }

    @Override
    public boolean passesFilter(String json) {
        boolean passes = filter.passes(json);
        if (!passes) {
            filteredOut.note(trigger.id(), json);
        }
        return passes;
    }

    @Override
    public EmitResult emit(
            List<TriggerEvent> events, List<RejectedEvent> rejected, Map<String, String> checkpoints, long filtered) {
        return emissions.emit(events, rejected, checkpoints, filtered);
    }

    @Override
    public EmitResult emitTaken(Supplier<Taken> taking) {
        return emissions.emitTaken(taking);
    }

    @Override
    public Set<String> crowdedKeys(int atLeast) {
        return emissions.crowdedKeys(atLeast);
    }

    @Override
    public long openInvocations() {
        return emissions.open();
    }

    /** A note is for people: that it cannot be stored stops no source. */
    @Override
    public void note(String what, String detail) {
        try {
            notes.append(trigger.id(), what, detail);
        } catch (DataAccessException e) {
            LOG.warn("Trigger {}: {}, {} (could not be noted: {})", trigger.name(), what, detail, e.getMessage());
        }
    }
}
