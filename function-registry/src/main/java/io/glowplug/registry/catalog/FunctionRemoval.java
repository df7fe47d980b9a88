// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionUse;
import io.glowplug.registry.RefusedException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Deletes functions that nothing needs. */
@Component
class FunctionRemoval {

    private final FunctionRepository functions;
    private final LockedFunctions locked;
    private final RegistryChanges changes;
    private final ObjectProvider<FunctionUse> uses;

    FunctionRemoval(
            FunctionRepository functions,
            LockedFunctions locked,
            RegistryChanges changes,
            ObjectProvider<FunctionUse> uses) {
        this.functions = functions;
        this.locked = locked;
        this.changes = changes;
        this.uses = uses;
    }

    /** Deletes the function; its versions and aliases go with it by foreign key. */
    @Transactional
    void delete(String name, @Nullable Long expectedRevision) {
        StoredFunction function = locked.lock(name, expectedRevision);
        FunctionDetails details = function.toDetails();
        List<String> reasons = uses.orderedStream()
                .map(use -> use.reasonToKeep(details))
                .flatMap(Optional::stream)
                .toList();
        if (!reasons.isEmpty()) {
            throw RefusedException.conflict("Function " + name + " is in use. " + String.join(" ", reasons));
        }
        functions.delete(function);
        functions.flush();
        uses.orderedStream().forEach(use -> use.deleted(details));
        changes.record(name);
    }
}
