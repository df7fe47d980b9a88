// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerDraft;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Checks a change before its transaction, and says in users' words what only the transaction could find out. */
@Component
class TriggerWrites {

    private final DraftRules rules;
    private final TriggerEdits edits;
    private final TriggerRemoval removal;

    TriggerWrites(DraftRules rules, TriggerEdits edits, TriggerRemoval removal) {
        this.rules = rules;
        this.edits = edits;
        this.removal = removal;
    }

    TriggerDefinition create(TriggerDraft draft) {
        CheckedDraft checked = rules.check(draft);
        return refusingTakenName(checked.name(), () -> edits.create(checked));
    }

    TriggerDefinition update(UUID id, TriggerDraft draft, @Nullable Long expectedRevision) {
        CheckedDraft checked = rules.check(draft);
        return refusingTakenName(checked.name(), () -> edits.update(id, checked, expectedRevision));
    }

    boolean reencrypt(UUID id) {
        return edits.reencrypt(id);
    }

    TriggerDefinition touch(UUID id) {
        return edits.touch(id);
    }

    TriggerDefinition setPaused(UUID id, boolean paused, @Nullable Long expectedRevision) {
        return edits.setPaused(id, paused, expectedRevision);
    }

    void delete(UUID id, boolean cancelWaiting, @Nullable Long expectedRevision) {
        removal.delete(id, cancelWaiting, expectedRevision);
    }

    /** Two requests at the same time may both find the name free; the table lets one of them in. */
    private static TriggerDefinition refusingTakenName(String name, Supplier<TriggerDefinition> write) {
        try {
            return write.get();
        } catch (DataIntegrityViolationException e) {
            throw RefusedException.conflict("There is a trigger called " + name + " already.");
        }
    }
}
