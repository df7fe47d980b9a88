// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.code.CodeUse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Looks through functions, versions and layers for the code they need. */
@Component
class StoredCodeUse implements CodeUse {

    private final FunctionRepository functions;
    private final VersionRepository versions;
    private final LayerVersionRepository layers;

    StoredCodeUse(FunctionRepository functions, VersionRepository versions, LayerVersionRepository layers) {
        this.functions = functions;
        this.versions = versions;
        this.layers = layers;
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
