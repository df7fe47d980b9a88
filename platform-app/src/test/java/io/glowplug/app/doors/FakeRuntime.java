// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.RuntimeAvailability;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.runtime.RuntimeStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node with Python and without Node.js. */
public final class FakeRuntime implements RuntimeCatalog, RuntimeStatus {

    @Override
    public Optional<String> refusalOf(FunctionRuntime runtime) {
        return Optional.empty();
    }

    @Override
    public List<RuntimeAvailability> runtimes() {
        return List.of(
                new RuntimeAvailability("python3.11", "/usr/bin/python3", "3.11.2", null),
                new RuntimeAvailability("nodejs20.x", null, null, "there is no node on this host"));
    }

    @Override
    public SandboxStatus sandbox() {
        return new SandboxStatus(true, true, "bubblewrap isolates functions");
    }

    @Override
    public Capacity capacity() {
        return new Capacity(4096, 256);
    }

    @Override
    public Map<String, Long> refusedDestinations() {
        return Map.of("resize", 3L);
    }

    @Override
    public List<EnvironmentSnapshot> environments() {
        return List.of(
                new EnvironmentSnapshot("e1", "resize", "$LATEST", "idle", 128, 1),
                new EnvironmentSnapshot("e2", "resize", "9", "idle", 128, 2),
                new EnvironmentSnapshot("e3", "resize", "8", "starting", 128, 3),
                new EnvironmentSnapshot("e4", "resize", "8", "stopped", 128, 4));
    }

    @Override
    public Map<String, Integer> interpretersAhead() {
        return Map.of("python3.11", 1);
    }
}
