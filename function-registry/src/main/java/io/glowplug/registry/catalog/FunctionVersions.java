// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.PublishedVersion;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Publishing and removing versions.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
 */
@Component
class FunctionVersions {

    private final LockedFunctions locked;
    private final FunctionRepository functions;
    private final VersionRepository versions;
    private final AliasRepository aliases;
    private final RegistryChanges changes;
    private final InstantSource time;

    FunctionVersions(
            LockedFunctions locked,
            FunctionRepository functions,
            VersionRepository versions,
            AliasRepository aliases,
            RegistryChanges changes,
            InstantSource time) {
        this.locked = locked;
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.changes = changes;
        this.time = time;
    }

    @Transactional
    PublishedVersion publish(String name, String description, @Nullable Long expectedRevision) {
        Violations violations = Violations.of();
        FunctionRules.checkDescription(violations, "description", description);
        violations.refuseIfAny();
        StoredFunction function = locked.lock(name, expectedRevision);
        refuseUnlessActive(function);
        Optional<StoredVersion> latest = versions.findFirstByKeyFunctionIdOrderByKeyNumberDesc(function.id())
                .filter(version -> version.repeats(function.configuration(), function.code()));
        return latest.orElseGet(() -> freeze(function, description)).toPublishedVersion(name);
    }

    Page<PublishedVersion> list(FunctionDetails function, PageRequest page) {
        List<PublishedVersion> found = versions
                .findByKeyFunctionIdAndKeyNumberGreaterThanOrderByKeyNumber(
                        function.id(), Cursors.numberAfter(page), Cursors.limit(page))
                .stream()
                .map(version -> version.toPublishedVersion(function.name()))
                .toList();
        return Cursors.page(page, found, PublishedVersion::number);
    }

    @Transactional
    void delete(String name, int number) {
        StoredFunction function = locked.lock(name);
        StoredVersion version = find(function.toDetails(), number);
        List<String> users = aliases.namesPointingAt(function.id(), number);
        if (!users.isEmpty()) {
            throw RefusedException.conflict(
                    "Version " + number + " of " + name + " is in use by alias " + String.join(", ", users));
        }
        versions.delete(version);
        versions.flush();
        changes.record(name);
    }

    private StoredVersion find(FunctionDetails function, int number) {
        return versions.findById(new StoredVersion.Key(function.id(), number))
                .orElseThrow(() -> RefusedException.notFound("Function not found: " + function.name() + ":" + number));
    }

    private StoredVersion freeze(StoredFunction function, String description) {
        int number = function.nextVersionNumber();
        functions.saveAndFlush(function);
        StoredVersion version = versions.saveAndFlush(new StoredVersion(function, number, description, time.instant()));
        changes.record(function.name());
        return version;
    }

    private static void refuseUnlessActive(StoredFunction function) {
        switch (function.state()) {
            case FunctionState.Active _ -> {}
            case FunctionState.Pending pending -> throw RefusedException.conflict(pending.reason());
            case FunctionState.Failed failed -> throw RefusedException.conflict(failed.reason());
        }
    }
}
