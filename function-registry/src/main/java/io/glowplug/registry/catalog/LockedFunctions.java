// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How every change of a function begins, with its row locked and its revision compared, and how it ends. */
@Component
class LockedFunctions {

    private final FunctionRepository functions;
    private final RegistryChanges changes;

    LockedFunctions(FunctionRepository functions, RegistryChanges changes) {
        this.functions = functions;
        this.changes = changes;
    }

    StoredFunction lock(String name) {
        return functions.lockByName(name).orElseThrow(() -> unknown(name));
    }

    StoredFunction lock(String name, @Nullable Long expectedRevision) {
        StoredFunction function = lock(name);
        compareRevision(expectedRevision, function.revision());
        return function;
    }

    /** Stores a change, to be called last in a transaction. */
    FunctionDetails saved(StoredFunction function) {
        StoredFunction stored = functions.saveAndFlush(function);
        changes.record(stored.name());
        return stored.toDetails();
    }

    /** Tells everybody about a change that is in no function's row, to be called last in a transaction. */
    void changed(String name) {
        changes.record(name);
    }

    static void compareRevision(@Nullable Long expected, long current) {
        if (expected != null && expected != current) {
            throw RefusedException.staleRevision("Revision " + expected + " is not the current one, which is " + current
                    + ": somebody made a change in between. Read again and repeat yours");
        }
    }

    static RefusedException unknown(String name) {
        return RefusedException.notFound("Function not found: " + name);
    }
}
