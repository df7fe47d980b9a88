// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.CodeDirectory;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionVersion;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files that a function consists of, while an environment uses them. */
record CodeLeases(CodeDirectory.Lease functionLease, CodeDirectory.@Nullable Lease layersLease)
        implements AutoCloseable {

    static CodeLeases of(CodeDirectory directory, FunctionVersion version) {
        var layers = version.configuration().layers();
        CodeDirectory.Lease function = directory.lease(version.code());
        try {
            return new CodeLeases(
                    function,
                    layers.isEmpty()
                            ? null
                            : directory.leaseLayers(
                                    layers.stream().map(FunctionLayer::code).toList()));
        } catch (RuntimeException failed) {
            function.close();
            throw failed;
        }
    }

    Path function() {
        return functionLease.path();
    }

    /** Returns the merged layers, or null where the function has none. */
    @Nullable
    Path layers() {
        return layersLease == null ? null : layersLease.path();
    }

    @Override
    public void close() {
        functionLease.close();
        if (layersLease != null) {
            layersLease.close();
        }
    }
}
