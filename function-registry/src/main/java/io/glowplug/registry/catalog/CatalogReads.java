// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.code.CodePackages;
import io.glowplug.registry.code.CodeUse;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Questions that change nothing; also what the resolver fills its cache from. */
@Component
public class CatalogReads implements CodeUse {

    private final FunctionRepository functions;
    private final VersionRepository versions;
    private final AliasRepository aliases;
    private final LayerVersionRepository layers;
    private final CodePackages packages;
    private final ActivationWait activation;

    CatalogReads(
            FunctionRepository functions,
            VersionRepository versions,
            AliasRepository aliases,
            LayerVersionRepository layers,
            CodePackages packages,
            ActivationWait activation) {
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.layers = layers;
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

    @Override
    public Set<String> codeInUse() {
        Set<String> inUse = new HashSet<>(functions.codeInUse());
        inUse.addAll(versions.codeInUse());
        inUse.addAll(layers.codeInUse());
        layersInUse().forEach(inUse::addAll);
        return inUse;
    }

    @Override
    public Set<List<String>> layersInUse() {
        return Stream.concat(functions.layersInUse().stream(), versions.layersInUse().stream())
                .map(hashes -> List.of(hashes.split(" ")))
                .collect(Collectors.toSet());
    }
}
