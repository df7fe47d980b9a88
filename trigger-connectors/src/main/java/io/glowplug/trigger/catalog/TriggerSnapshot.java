// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.dispatch.BatchFailures;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.TriggerDirectory;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.journal.TriggerNotes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * All triggers in memory: refreshed at once after a change of this node, and within a second after another node's.
 * While the database is away it goes on answering.
 */
@Component
public class TriggerSnapshot implements TriggerDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(TriggerSnapshot.class);

    private static final Contents NOT_READ_YET = new Contents(-1, Map.of(), Set.of(), Map.of());

    private final TriggerReads reads;
    private final TriggerChanges changes;
    private final TriggerNotes notes;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Contents contents = NOT_READ_YET;

    TriggerSnapshot(TriggerReads reads, TriggerChanges changes, TriggerNotes notes) {
        this.reads = reads;
        this.changes = changes;
        this.notes = notes;
    }

    private record Contents(
            long counter,
            Map<UUID, TriggerDefinition> triggers,
            Set<UUID> paused,
            Map<UUID, DeliverySettings> guarded) {}

    @Override
    public Optional<RetryPolicy> retryPolicyOf(UUID triggerId) {
        return Optional.ofNullable(contents().triggers().get(triggerId)).map(TriggerDefinition::retry);
    }

    @Override
    public Set<UUID> paused() {
        return contents().paused();
    }

    @Override
    public BatchFailures batchFailuresOf(UUID triggerId) {
        TriggerDefinition trigger = contents().triggers().get(triggerId);
        return trigger == null
                ? BatchFailures.WHOLE
                : new BatchFailures(
                        trigger.batch().reportItemFailures(), trigger.batch().bisectOnError());
    }

    @Override
    public DeliverySettings deliveryOf(UUID triggerId) {
        TriggerDefinition trigger = contents().triggers().get(triggerId);
        return trigger == null ? DeliverySettings.DEFAULT : trigger.delivery();
    }

    @Override
    public Map<UUID, DeliverySettings> guarded() {
        return contents().guarded();
    }

    @Override
    public void note(UUID triggerId, String what, String detail) {
        try {
            notes.append(triggerId, what, detail);
        } catch (DataAccessException e) {
            LOG.warn("Trigger {}: {}, {} (could not be noted: {})", triggerId, what, detail, e.getMessage());
        }
    }

    public Collection<TriggerDefinition> triggers() {
        return contents().triggers().values();
    }

    /** Tells whether a trigger is stored just so, by a look at the database. */
    public boolean isCurrent(TriggerDefinition trigger) {
        refresh();
        return trigger.equals(contents.triggers().get(trigger.id()));
    }

    /** Has the listener called, on whichever thread, each time that something changed. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Reads the triggers again if one of them has changed. */
    synchronized void refresh() {
        long counter = changes.counter();
        if (counter == contents.counter()) {
            return;
        }
        Map<UUID, TriggerDefinition> triggers =
                reads.all().stream().collect(Collectors.toUnmodifiableMap(TriggerDefinition::id, Function.identity()));
        Set<UUID> paused = triggers.values().stream()
                .filter(TriggerDefinition::paused)
                .map(TriggerDefinition::id)
                .collect(Collectors.toUnmodifiableSet());
        Map<UUID, DeliverySettings> guarded = triggers.values().stream()
                .filter(trigger -> trigger.delivery().guarded())
                .collect(Collectors.toUnmodifiableMap(TriggerDefinition::id, TriggerDefinition::delivery));
        contents = new Contents(counter, triggers, paused, guarded);
        listeners.forEach(Runnable::run);
    }

    /** The change has committed whatever happens here; the poll makes up for a failure. */
    @TransactionalEventListener
    void refreshAfter(TriggerChanged change) {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.warn("Trigger {} changed, and reading it again has to wait for the next poll", change.triggerId(), e);
        }
    }

    /** Nobody may be told that there are no triggers, or none that are paused, only because the node has just started. */
    private Contents contents() {
        if (contents.counter() == NOT_READ_YET.counter()) {
            refresh();
        }
        return contents;
    }
}
