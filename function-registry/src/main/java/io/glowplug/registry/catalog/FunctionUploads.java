// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodeDirectory;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.NewFunction;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import io.glowplug.registry.code.CheckedCode;
import io.glowplug.registry.code.CodePackages;
import io.glowplug.registry.code.NodeCodeDirectory;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Requests that bring code: all of it is read and checked before a transaction begins. */
@Component
class FunctionUploads {

    private final FunctionRepository functions;
    private final FunctionRules rules;
    private final FunctionEdits edits;
    private final CodePackages packages;
    private final NodeCodeDirectory directory;

    FunctionUploads(
            FunctionRepository functions,
            FunctionRules rules,
            FunctionEdits edits,
            CodePackages packages,
            NodeCodeDirectory directory) {
        this.functions = functions;
        this.rules = rules;
        this.edits = edits;
        this.packages = packages;
        this.directory = directory;
    }

    FunctionDetails create(NewFunction function) {
        FunctionSettings settings = FunctionSettings.of(function);
        Violations violations = Violations.of();
        rules.checkName(violations, function.name());
        rules.checkRuntime(violations, settings.runtime());
        rules.checkSettings(violations, settings);
        EnvironmentRules.checkTexts(violations, function.extras().secrets());
        List<FunctionLayer> layers = rules.findLayers(violations, settings, List.of());
        Optional<CheckedCode> code = checkedCode(violations, function.code());
        code.ifPresent(checked -> {
            LayerRules.checkSize(violations, LayerRules.FIELD, checked.code(), layers);
            FunctionRuntime.parse(settings.runtime())
                    .ifPresent(runtime -> HandlerRules.check(
                            violations,
                            runtime,
                            settings.handler(),
                            new HandlerCode(checked.contents(), layers, packages::contents)));
        });
        violations.refuseIfAny();
        try {
            return edits.create(
                    function.name(), settings.toDraft(layers), function.extras().secrets(), code.orElseThrow());
        } catch (DataIntegrityViolationException e) {
            if (functions.existsByName(function.name())) {
                throw FunctionEdits.nameTaken(function.name());
            }
            throw e;
        }
    }

    /** Unpacks the new code on this node before the old one is replaced, so that calls never wait for it here. */
    FunctionDetails updateCode(String name, CodeUpload upload, @Nullable Long expectedRevision) {
        StoredFunction present = functions.findByName(name).orElseThrow(() -> LockedFunctions.unknown(name));
        LockedFunctions.compareRevision(expectedRevision, present.revision());
        CheckedCode code = packages.check(upload);
        FunctionEdits.refuse(present.configuration(), code, packages);
        try (CodeDirectory.Lease _ = directory.lease(code.code(), code::archive)) {
            return edits.updateCode(name, code, expectedRevision);
        } catch (RefusedException e) {
            directory.discardUnlessStored(code.code());
            throw e;
        }
    }

    private Optional<CheckedCode> checkedCode(Violations violations, CodeUpload upload) {
        try {
            return Optional.of(packages.check(upload));
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.TOO_LARGE) {
                throw e;
            }
            violations.addAll(e.violations());
            return Optional.empty();
        }
    }
}
