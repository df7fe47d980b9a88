// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerDraft;
import io.glowplug.trigger.TriggerNote;
import io.glowplug.trigger.TriggerStatus;
import io.glowplug.trigger.Triggers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Keeps triggers in memory. */
public final class FakeTriggers implements Triggers {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    private final TreeMap<String, TriggerDefinition> triggers = new TreeMap<>();

    public void clear() {
        triggers.clear();
    }

    @Override
    public TriggerDefinition create(TriggerDraft draft) {
        TriggerDefinition trigger = of(UUID.randomUUID(), draft, 1);
        triggers.put(trigger.name(), trigger);
        return trigger;
    }

    private static TriggerDefinition of(UUID id, TriggerDraft draft, long revision) {
        return new TriggerDefinition(
                id,
                draft.name(),
                draft.functionName(),
                draft.qualifier(),
                draft.type(),
                draft.settings(),
                draft.filter(),
                draft.batch() == null ? BatchSettings.SINGLE : draft.batch(),
                draft.retry() == null ? RetryPolicy.DEFAULT : draft.retry(),
                draft.delivery(),
                draft.idempotency(),
                draft.paused(),
                draft.paused() ? AT : null,
                AT,
                revision,
                AT,
                AT);
    }

    @Override
    public BatchSettings defaultBatch(String type) {
        return new BatchSettings(100, 0, BatchSettings.SINGLE.maxBytes());
    }

    @Override
    public TriggerDefinition get(String idOrName) {
        return triggers.values().stream()
                .filter(trigger -> trigger.name().equals(idOrName)
                        || trigger.id().toString().equals(idOrName))
                .findFirst()
                .orElseThrow(() -> RefusedException.notFound("there is no trigger " + idOrName));
    }

    @Override
    public Page<TriggerDefinition> list(String functionName, String type, PageRequest page) {
        return new Page<>(List.copyOf(triggers.values()), null);
    }

    @Override
    public TriggerDefinition update(UUID id, TriggerDraft draft, Long expectedRevision) {
        TriggerDefinition old = current(id, expectedRevision);
        TriggerDefinition trigger = of(id, draft, old.revision() + 1);
        triggers.remove(old.name());
        triggers.put(trigger.name(), trigger);
        return trigger;
    }

    @Override
    public TriggerDefinition touch(UUID id) {
        return get(id.toString());
    }

    private TriggerDefinition current(UUID id, Long expectedRevision) {
        TriggerDefinition trigger = get(id.toString());
        if (expectedRevision != null && expectedRevision != trigger.revision()) {
            throw RefusedException.staleRevision("the trigger was changed meanwhile");
        }
        return trigger;
    }

    @Override
    public TriggerDefinition pause(UUID id, Long expectedRevision) {
        return paused(id, expectedRevision, true);
    }

    @Override
    public TriggerDefinition resume(UUID id, Long expectedRevision) {
        return paused(id, expectedRevision, false);
    }

    private TriggerDefinition paused(UUID id, Long expectedRevision, boolean paused) {
        TriggerDefinition old = current(id, expectedRevision);
        return update(
                id,
                new TriggerDraft(
                        old.name(),
                        old.functionName(),
                        old.qualifier(),
                        old.type(),
                        old.settings(),
                        old.filter(),
                        old.batch(),
                        old.retry(),
                        old.delivery(),
                        old.idempotency(),
                        paused),
                null);
    }

    @Override
    public void delete(UUID id, boolean cancelWaiting, Long expectedRevision) {
        triggers.remove(current(id, expectedRevision).name());
    }

    @Override
    public TriggerStatus status(UUID id) {
        return new TriggerStatus(
                "running", "node-1", AT, Map.of("0", 5L), Map.of("0", "17"), AT, null, new DuplicateCounts(3, 1));
    }

    @Override
    public boolean answersAtOnce(TriggerDefinition trigger) {
        return trigger.type().equals("http") && !trigger.settings().contains("async");
    }

    @Override
    public Page<TriggerNote> notes(UUID id, PageRequest page) {
        return new Page<>(List.of(new TriggerNote(AT, "created", "created")), null);
    }

    @Override
    public List<Instant> previewSlots(String settings, int count) {
        return List.of(AT);
    }

    @Override
    public boolean testFilter(String filter, String document) {
        return document.contains("yes");
    }

    @Override
    public Set<ConnectorCapability> capabilities(String kind) {
        return Set.of(ConnectorCapability.BATCHED);
    }

    @Override
    public String settingsSchema(String kind) {
        return "{\"type\":\"object\",\"properties\":{}}";
    }

    @Override
    public List<String> kinds() {
        return List.of("kafka", "schedule");
    }

    @Override
    public Reencryption reencrypt() {
        return new Reencryption(1, 0);
    }
}
