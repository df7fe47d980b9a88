// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import io.glowplug.registry.NetworkAccess;
import io.glowplug.runtime.RuntimeStatus.SandboxStatus;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import io.glowplug.runtime.sandbox.cgroup.NoControlGroups;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import io.glowplug.runtime.sandbox.network.NetworkWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** No walls and no limits but those of the platform's own user: only where the administrator chose that. */
final class OpenSandbox implements Sandbox {

    private final Path init;

    OpenSandbox(Path init) {
        this.init = init;
    }

    @Override
    public SandboxStatus status() {
        return new SandboxStatus(
                false,
                true,
                "Functions run without isolation and without limits, as the administrator chose (sandbox = none).");
    }

    @Override
    public boolean hasOwnPaths() {
        return false;
    }

    /** No network is kept from functions here, nor given; that is part of going without walls. */
    @Override
    public Optional<String> refusalOf(NetworkAccess.Mode network) {
        return Optional.empty();
    }

    @Override
    public ControlGroup group(String environmentId, ResourceLimits limits) {
        return new NoControlGroups().create(environmentId, limits);
    }

    @Override
    public Launch launch(SandboxedCommand command, ControlGroup group, Path environmentDirectory, NetworkWatch watch)
            throws IOException {
        Path home = Files.createDirectories(environmentDirectory.resolve("tmp"));
        var environment = new HashMap<>(command.environment());
        environment.putIfAbsent("HOME", home.toString());
        environment.putIfAbsent("TMPDIR", home.toString());
        List<String> line = EnterCommand.into(group, init);
        line.add("--");
        line.addAll(command.command());
        return new Launch(line, Map.copyOf(environment), command.code(), () -> {});
    }

    @Override
    public void removeLeftOvers() {}

    @Override
    public void close() {}
}
