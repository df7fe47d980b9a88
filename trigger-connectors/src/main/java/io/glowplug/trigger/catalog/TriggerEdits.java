// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.journal.TriggerNotes;
import io.glowplug.trigger.kind.CheckedSettings;
import io.glowplug.trigger.kind.TriggerKinds;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The transactions that write a trigger's row. */
@Component
class TriggerEdits {

    private final TriggerRepository triggers;
    private final TriggerKinds kinds;
    private final TriggerLeases leases;
    private final TriggerNotes notes;
    private final TriggerChanges changes;
    private final InstantSource time;

    TriggerEdits(
            TriggerRepository triggers,
            TriggerKinds kinds,
            TriggerLeases leases,
            TriggerNotes notes,
            TriggerChanges changes,
            InstantSource time) {
        this.triggers = triggers;
        this.kinds = kinds;
        this.leases = leases;
        this.notes = notes;
        this.changes = changes;
        this.time = time;
    }

    @Transactional
    TriggerDefinition create(CheckedDraft draft) {
        refuseTakenName(draft.name(), null);
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        TriggerDefinition definition =
                draft.with(kinds.sealed(draft.settings(), id, null)).create(id, now());
        draft.settings().validate(definition);
        TriggerDefinition stored = saved(new StoredTrigger(definition));
        draft.settings().stored(stored);
        notes.append(stored.id(), "created", "for function " + stored.functionName());
        return stored;
    }

    @Transactional
    TriggerDefinition update(UUID id, CheckedDraft draft, @Nullable Long expectedRevision) {
        TriggerDefinition updated = change(id, expectedRevision, before -> {
            if (!draft.type().equals(before.type())) {
                throw RefusedException.invalid("type", "cannot change; this is a " + before.type() + " trigger");
            }
            refuseTakenName(draft.name(), id);
            CheckedSettings<?> settingsBefore = kinds.read(before.type(), before.settings());
            TriggerDefinition after = draft.with(kinds.sealed(draft.settings(), id, before.settings()))
                    .replace(before, settingsBefore, now());
            draft.settings().validate(after);
            return after;
        });
        draft.settings().stored(updated);
        return updated;
    }

    @Transactional
    TriggerDefinition touch(UUID id) {
        StoredTrigger trigger = lock(id, null);
        trigger.touch(now());
        return saved(trigger);
    }

    @Transactional
    TriggerDefinition setPaused(UUID id, boolean paused, @Nullable Long expectedRevision) {
        return change(id, expectedRevision, before -> before.paused() == paused ? before : paused(before, paused));
    }

    /** Encrypts the trigger's secrets under the key in use; false if they are already. Nothing else changes. */
    @Transactional
    boolean reencrypt(UUID id) {
        StoredTrigger trigger = lock(id, null);
        TriggerDefinition before = trigger.toDefinition();
        String settings = kinds.sealed(kinds.read(before.type(), before.settings()), id, before.settings())
                .json();
        if (settings.equals(before.settings())) {
            return false;
        }
        trigger.take(before.withSettings(settings));
        saved(trigger);
        return true;
    }

    StoredTrigger lock(UUID id, @Nullable Long expectedRevision) {
        StoredTrigger trigger = triggers.lockById(id).orElseThrow(() -> TriggerReads.unknown(id.toString()));
        long revision = trigger.toDefinition().revision();
        if (expectedRevision != null && expectedRevision != revision) {
            throw RefusedException.staleRevision("The trigger's revision is " + revision + ", not " + expectedRevision
                    + ": somebody else changed it.");
        }
        return trigger;
    }

    private TriggerDefinition change(UUID id, @Nullable Long expectedRevision, UnaryOperator<TriggerDefinition> edit) {
        StoredTrigger trigger = lock(id, expectedRevision);
        TriggerDefinition before = trigger.toDefinition();
        TriggerDefinition after = edit.apply(before);
        if (after.equals(before)) {
            return before;
        }
        trigger.take(after);
        leases.revoke(id);
        noteChange(before, after);
        return saved(trigger);
    }

    /** Removes the row, in the caller's transaction. */
    void remove(StoredTrigger trigger) {
        triggers.delete(trigger);
        triggers.flush();
        changes.record(trigger.toDefinition().id());
    }

    private TriggerDefinition saved(StoredTrigger trigger) {
        TriggerDefinition stored = triggers.saveAndFlush(trigger).toDefinition();
        changes.record(stored.id());
        return stored;
    }

    private void refuseTakenName(String name, @Nullable UUID owner) {
        triggers.findByName(name)
                .map(StoredTrigger::toDefinition)
                .filter(other -> !other.id().equals(owner))
                .ifPresent(other -> {
                    throw RefusedException.conflict("There is a trigger called " + name + " already.");
                });
    }

    private TriggerDefinition paused(TriggerDefinition before, boolean paused) {
        Instant now = now();
        return new TriggerDefinition(
                before.id(),
                before.name(),
                before.functionName(),
                before.qualifier(),
                before.type(),
                before.settings(),
                before.filter(),
                before.batch(),
                before.retry(),
                before.delivery(),
                before.idempotency(),
                paused,
                paused ? now : null,
                before.sourceSince(),
                before.revision(),
                before.createdAt(),
                now);
    }

    private void noteChange(TriggerDefinition before, TriggerDefinition after) {
        boolean sameSource = after.sourceSince().equals(before.sourceSince());
        String place = sameSource ? "goes on from its checkpoint" : "reads another source, from now on";
        if (before.paused() == after.paused()) {
            notes.append(after.id(), "changed", place);
        } else if (after.paused()) {
            notes.append(after.id(), "paused", "starts nothing new and keeps its place");
        } else {
            notes.append(after.id(), "resumed", place);
        }
    }

    /** As precise as the database keeps it, so that what is returned is what is read later. */
    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
