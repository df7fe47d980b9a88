// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SealedSecret;
import io.glowplug.registry.SecretText;
import io.glowplug.registry.Violations;
import io.glowplug.registry.code.CheckedCode;
import io.glowplug.registry.code.CodePackages;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    private final SecretSealing secrets;
    private final InstantSource time;

    FunctionEdits(
            FunctionRepository functions,
            LockedFunctions locked,
            FunctionRules rules,
            CodePackages packages,
            SecretSealing secrets,
            InstantSource time) {
        this.functions = functions;
        this.locked = locked;
        this.rules = rules;
        this.packages = packages;
        this.secrets = secrets;
        this.time = time;
    }

    @Transactional
    FunctionDetails create(
            String name,
            FunctionDraft draft,
            @Nullable Map<String, @Nullable SecretText> newSecrets,
            CheckedCode code) {
        if (functions.existsByName(name)) {
            throw nameTaken(name);
        }
        packages.store(code);
        keepLayers(draft.configuration());
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        FunctionDraft sealed = draft.withSecrets(secrets.changed(id, Map.of(), newSecrets));
        return locked.saved(new StoredFunction(id, name, sealed, code.code(), time.instant()));
    }

    @Transactional
    FunctionDetails update(String name, FunctionChange change, @Nullable Long expectedRevision) {
        StoredFunction function = locked.lock(name, expectedRevision);
        FunctionSettings settings = FunctionSettings.of(function.toDetails(), change);
        Violations violations = Violations.of();
        List<FunctionLayer> layers =
                rules.findLayers(violations, settings, function.configuration().layers());
        LayerRules.checkSize(violations, LayerRules.FIELD, function.code(), layers);
        if (change.runtime() != null) {
            rules.checkRuntime(violations, settings.runtime());
        }
        rules.checkSettings(violations, settings);
        EnvironmentRules.checkTexts(violations, change.extras().secrets());
        violations.refuseIfAny();
        FunctionDraft draft = settings.toDraft(layers);
        keepLayers(draft.configuration());
        if (change.runtime() != null
                || change.handler() != null
                || change.extras().layers() != null) {
            HandlerRules.refuse(
                    draft.configuration(),
                    new HandlerCode(packages.contents(function.code()), layers, packages::contents));
        }
        Map<String, SealedSecret> sealed = secrets.changed(
                function.id(),
                function.configuration().secrets(),
                change.extras().secrets());
        function.apply(draft.withSecrets(sealed), time.instant());
        return locked.saved(function);
    }

    @Transactional
    FunctionDetails touch(String name) {
        StoredFunction function = locked.lock(name);
        function.touch(time.instant());
        return locked.saved(function);
    }

    @Transactional
    FunctionDetails updateCode(String name, CheckedCode code, @Nullable Long expectedRevision) {
        StoredFunction function = locked.lock(name, expectedRevision);
        refuse(function.configuration(), code, packages);
        packages.store(code);
        function.replaceCode(code.code(), time.instant());
        return locked.saved(function);
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
                    locked.saved(function);
                });
    }

    /** Refuses code that does not go with a function's handler or layers. */
    static void refuse(FunctionConfiguration configuration, CheckedCode code, CodePackages packages) {
        Violations violations = Violations.of();
        LayerRules.checkSize(violations, "code", code.code(), configuration.layers());
        violations.refuseIfAny();
        HandlerRules.refuse(
                configuration, new HandlerCode(code.contents(), configuration.layers(), packages::contents));
    }

    /** From here to the commit nobody collects the content of a layer whose version is being deleted. */
    private void keepLayers(FunctionConfiguration configuration) {
        configuration.layers().forEach(layer -> packages.keep(layer.code()));
    }

    static RefusedException nameTaken(String name) {
        return RefusedException.conflict("Function already exist: " + name);
    }
}
