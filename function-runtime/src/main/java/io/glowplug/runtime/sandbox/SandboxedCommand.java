// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import io.glowplug.registry.NetworkAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run, as seen from inside.
 *
 * @param command argument by argument, with paths as in {@link SandboxPaths}
 * @param environment all variables that it sees
 * @param code directory of this host that appears as the function's code
 * @param channelDirectory directory of this host that holds the wire's socket
 * @param layers directory of this host that appears as {@code /opt}, or null to have that empty
 * @param runtimeFiles files of this host by their names in the runtime's directory
 * @param links where each symbolic link leads, by the link's own path; only where paths are the sandbox's own
 */
public record SandboxedCommand(
        List<String> command,
        Map<String, String> environment,
        Path code,
        Path channelDirectory,
        @Nullable Path layers,
        Map<String, Path> runtimeFiles,
        Map<String, String> links,
        NetworkAccess network,
        int ephemeralStorageMb) {

    public SandboxedCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        runtimeFiles = Map.copyOf(runtimeFiles);
        links = Map.copyOf(links);
    }

    /** The variables may hold a user's secrets. */
    @Override
    public String toString() {
        return "SandboxedCommand[" + command.getFirst() + "]";
    }
}
