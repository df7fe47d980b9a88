// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.code.CodePackages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Questions that change nothing; also what the resolver fills its cache from. */
@Component
public class CatalogReads {

    private final FunctionRepository functions;
    private final VersionRepository versions;
    private final AliasRepository aliases;
    private final ReservationRepository reservations;
    private final CodePackages packages;
    private final ActivationWait activation;

    CatalogReads(
            FunctionRepository functions,
            VersionRepository versions,
            AliasRepository aliases,
            ReservationRepository reservations,
            CodePackages packages,
            ActivationWait activation) {
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.reservations = reservations;
        this.packages = packages;
        this.activation = activation;
    }

    public Optional<FunctionDetails> find(String name) {
        return functions.findByName(name).map(StoredFunction::toDetails);
    }

    public FunctionDetails get(String name) {
        return find(name).orElseThrow(() -> LockedFunctions.unknown(name));
    }

    /** Returns the function once it is no longer pending, or as it is after five seconds. Call on a virtual thread. */
    public FunctionDetails awaitSettled(String name) {
        return activation.awaitSettled(name);
    }

    public Optional<FunctionVersion> version(FunctionDetails function, int number) {
        return versions.findById(new StoredVersion.Key(function.id(), number))
                .map(version -> version.toFunctionVersion(function));
    }

    public Optional<FunctionAlias> alias(FunctionDetails function, String aliasName) {
        return aliases.findById(new StoredAlias.Key(function.id(), aliasName))
                .map(alias -> alias.toAlias(function.name()));
    }

    /** Returns what a function has for itself, or null if it shares with others. */
    public @Nullable Integer reservedConcurrency(UUID functionId) {
        return reservations
                .findById(functionId)
                .map(StoredReservation::reserved)
                .orElse(null);
    }

    /** Returns how those functions are held back that are, by their names. */
    public Map<String, FlowControl> flowControls() {
        Map<String, FlowControl> limited = new HashMap<>();
        for (StoredFunction function : functions.withFlow()) {
            limited.put(function.name(), function.flow());
        }
        return Map.copyOf(limited);
    }

    Page<FunctionDetails> list(PageRequest page) {
        List<FunctionDetails> found =
                functions.findByNameGreaterThanOrderByName(Cursors.after(page, ""), Cursors.limit(page)).stream()
                        .map(StoredFunction::toDetails)
                        .toList();
        return Cursors.page(page, found, FunctionDetails::name);
    }

    byte[] archive(String name, String version) {
        FunctionDetails function = get(name);
        if (version.equals(FunctionVersion.LATEST)) {
            return packages.archive(function.code());
        }
        CodePackage code = VersionNumbers.parse(version)
                .flatMap(number -> version(function, number))
                .map(FunctionVersion::code)
                .orElseThrow(() -> RefusedException.notFound("Function not found: " + name + ":" + version));
        return packages.archive(code);
    }
}
