// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import io.glowplug.registry.code.CheckedCode;
import io.glowplug.registry.code.CodePackages;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The transactions that write a function's row. */
@Component
class FunctionEdits {

    private final FunctionRepository functions;
    private final LockedFunctions locked;
    private final FunctionRules rules;
    private final CodePackages packages;
    private final RegistryChanges changes;
    private final InstantSource time;

    FunctionEdits(
            FunctionRepository functions,
            LockedFunctions locked,
            FunctionRules rules,
            CodePackages packages,
            RegistryChanges changes,
            InstantSource time) {
        this.functions = functions;
        this.locked = locked;
        this.rules = rules;
        this.packages = packages;
        this.changes = changes;
        this.time = time;
    }

    @Transactional
    FunctionDetails create(String name, FunctionDraft draft, CheckedCode code) {
        if (functions.existsByName(name)) {
            throw nameTaken(name);
        }
        packages.store(code);
        return saved(
                new StoredFunction(UuidCreator.getTimeOrderedEpochPlus1(), name, draft, code.code(), time.instant()));
    }

    @Transactional
    FunctionDetails update(String name, FunctionChange change, @Nullable Long expectedRevision) {
        StoredFunction function = locked.lock(name, expectedRevision);
        FunctionSettings settings = FunctionSettings.of(function.toDetails(), change);
        Violations violations = Violations.of();
        if (change.runtime() != null) {
            rules.checkRuntime(violations, settings.runtime());
        }
        rules.checkSettings(violations, settings);
        violations.refuseIfAny();
        FunctionDraft draft = settings.toDraft();
        if (change.runtime() != null || change.handler() != null) {
            HandlerRules.refuse(draft.configuration(), packages.contents(function.code()));
        }
        function.apply(draft, time.instant());
        return saved(function);
    }

    @Transactional
    FunctionDetails updateCode(String name, CheckedCode code, @Nullable Long expectedRevision) {
        StoredFunction function = locked.lock(name, expectedRevision);
        HandlerRules.refuse(function.configuration(), code.contents());
        packages.store(code);
        function.replaceCode(code.code(), time.instant());
        return saved(function);
    }

    /** Ends the pending state, unless the function is gone or got other code in the meantime. */
    @Transactional
    void settle(String name, CodePackage unpacked, FunctionState outcome) {
        functions
                .lockByName(name)
                .filter(function -> function.state() instanceof FunctionState.Pending)
                .filter(function -> function.code().equals(unpacked))
                .ifPresent(function -> {
                    function.enter(outcome);
                    saved(function);
                });
    }

    static RefusedException nameTaken(String name) {
        return RefusedException.conflict("Function already exist: " + name);
    }

    private FunctionDetails saved(StoredFunction function) {
        StoredFunction stored = functions.saveAndFlush(function);
        changes.record(stored.name());
        return stored.toDetails();
    }
}
