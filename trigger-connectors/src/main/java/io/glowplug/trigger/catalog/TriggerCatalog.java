// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerDraft;
import io.glowplug.trigger.TriggerNote;
import io.glowplug.trigger.TriggerStatus;
import io.glowplug.trigger.Triggers;
import io.glowplug.trigger.filter.EventPatterns;
import io.glowplug.trigger.journal.TriggerNotes;
import io.glowplug.trigger.kind.TriggerKinds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The door: checks, then lets the transactions do their work. */
@Component
class TriggerCatalog implements Triggers {

    private static final int MOST_SLOTS = 1000;
    private static final int MOST_TRIGGERS = 500;

    private final TriggerWrites writes;
    private final TriggerReads reads;
    private final TriggerStatuses statuses;
    private final TriggerNotes notes;
    private final TriggerKinds kinds;
    private final InstantSource time;

    TriggerCatalog(
            TriggerWrites writes,
            TriggerReads reads,
            TriggerStatuses statuses,
            TriggerNotes notes,
            TriggerKinds kinds,
            InstantSource time) {
        this.writes = writes;
        this.reads = reads;
        this.statuses = statuses;
        this.notes = notes;
        this.kinds = kinds;
        this.time = time;
    }

    @Override
    public TriggerDefinition create(TriggerDraft draft) {
        return shown(writes.create(draft));
    }

    @Override
    public BatchSettings defaultBatch(String type) {
        return kinds.defaultBatchOf(type);
    }

    @Override
    public TriggerDefinition get(String idOrName) {
        return shown(reads.get(idOrName));
    }

    @Override
    public Page<TriggerDefinition> list(@Nullable String functionName, @Nullable String type, PageRequest page) {
        return reads.list(functionName, type, page).map(this::shown);
    }

    @Override
    public TriggerDefinition update(UUID id, TriggerDraft draft, @Nullable Long expectedRevision) {
        return shown(writes.update(id, draft, expectedRevision));
    }

    @Override
    public TriggerDefinition touch(UUID id) {
        return shown(writes.touch(id));
    }

    @Override
    public TriggerDefinition pause(UUID id, @Nullable Long expectedRevision) {
        return shown(writes.setPaused(id, true, expectedRevision));
    }

    @Override
    public TriggerDefinition resume(UUID id, @Nullable Long expectedRevision) {
        return shown(writes.setPaused(id, false, expectedRevision));
    }

    @Override
    public void delete(UUID id, boolean cancelWaiting, @Nullable Long expectedRevision) {
        writes.delete(id, cancelWaiting, expectedRevision);
    }

    @Override
    public TriggerStatus status(UUID id) {
        return statuses.of(reads.get(id.toString()));
    }

    @Override
    public Page<TriggerNote> notes(UUID id, PageRequest page) {
        return notes.list(reads.get(id.toString()).id(), page);
    }

    @Override
    public List<Instant> previewSlots(String settings, int count) {
        Violations.of().range("count", count, 1, MOST_SLOTS).refuseIfAny();
        return kinds.readSlotted(settings).slotsAfter(time.instant(), count);
    }

    @Override
    public boolean testFilter(String filter, String document) {
        return EventPatterns.compile(filter).passes(document);
    }

    @Override
    public Set<ConnectorCapability> capabilities(String kind) {
        return kinds.capabilitiesOf(kind);
    }

    @Override
    public String settingsSchema(String kind) {
        return kinds.settingsSchemaOf(kind);
    }

    @Override
    public boolean answersAtOnce(TriggerDefinition trigger) {
        return kinds.read(trigger.type(), trigger.settings()).answersAtOnce();
    }

    @Override
    public List<String> kinds() {
        return kinds.names();
    }

    @Override
    public Reencryption reencrypt() {
        int changed = 0;
        int unreadable = 0;
        @Nullable String cursor = null;
        do {
            Page<TriggerDefinition> page = reads.list(null, null, new PageRequest(MOST_TRIGGERS, cursor));
            for (TriggerDefinition trigger : page.items()) {
                try {
                    changed += writes.reencrypt(trigger.id()) ? 1 : 0;
                } catch (RefusedException e) {
                    unreadable += e.refusal() == Refusal.INVALID ? 1 : 0;
                }
            }
            cursor = page.nextCursor();
        } while (cursor != null);
        return new Reencryption(changed, unreadable);
    }

    private TriggerDefinition shown(TriggerDefinition trigger) {
        return trigger.withSettings(kinds.shown(trigger.type(), trigger.settings()));
    }
}
