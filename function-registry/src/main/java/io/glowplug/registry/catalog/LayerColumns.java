// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionLayer;

/** An element of the JSON in the columns {@code layers}. */
record LayerColumns(String name, int number, String sha256, long sizeBytes, long unzippedBytes) {

    static LayerColumns of(FunctionLayer layer) {
        CodePackage code = layer.code();
        return new LayerColumns(layer.name(), layer.number(), code.sha256(), code.sizeBytes(), code.unzippedBytes());
    }

    FunctionLayer toLayer() {
        return new FunctionLayer(name, number, new CodePackage(sha256, sizeBytes, unzippedBytes));
    }
}
