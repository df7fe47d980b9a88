// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RuntimeAvailability;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.runtime.catalog.InstalledRuntimes;
import io.glowplug.runtime.sandbox.Sandbox;
import java.util.List;
import java.util.Optional;

/** What this node can run: the interpreters that it has, and what its sandbox can give. */
record NodeCatalog(InstalledRuntimes installed, Sandbox sandbox) implements RuntimeCatalog {

    @Override
    public Optional<String> refusalOf(FunctionRuntime runtime) {
        return installed.refusalOf(runtime);
    }

    @Override
    public Optional<String> refusalOfNetwork(NetworkAccess.Mode mode) {
        return sandbox.refusalOf(mode);
    }

    @Override
    public List<RuntimeAvailability> runtimes() {
        return installed.runtimes();
    }
}
