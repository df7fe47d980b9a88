// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.code.ArchiveContents;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Where a handler may lie: in the function's code, or in one of its layers, whose archives are read only if need be. */
record HandlerCode(ArchiveContents code, List<FunctionLayer> layers, Function<CodePackage, ArchiveContents> archives) {

    boolean anyLayer(Predicate<ArchiveContents> holds) {
        return layers.stream().map(layer -> archives.apply(layer.code())).anyMatch(holds);
    }
}
