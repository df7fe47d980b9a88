// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.runtime.bootstrap.BootstrapFiles;
import io.glowplug.runtime.bootstrap.BootstrapFiles.Bootstrap;
import io.glowplug.runtime.catalog.InstalledRuntimes;
import io.glowplug.runtime.sandbox.SandboxPaths;
import io.glowplug.runtime.sandbox.SandboxedCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what to run for a function: which interpreter on which bootstrap, with which variables and files. */
record ProcessPlan(
        InstalledRuntimes runtimes, BootstrapFiles bootstraps, FunctionIdentity identity, boolean sandboxHasOwnPaths) {

    static final String SOCKET = "socket";

    private static final String CHANNEL_VARIABLE = "GLOWPLUG_CHANNEL";

    /** Tells the bootstrap where layers are; it removes the variable again. */
    private static final String LAYERS_VARIABLE = "GLOWPLUG_LAYERS";

    private static final String BOOTSTRAP = "bootstrap";

    /** Where the Runtime API listens inside a sandbox with a network of its own; the address is Lambda's. */
    private static final int RUNTIME_API_PORT = 9001;

    /** Any free port, where the network is shared with others. */
    private static final int ANY_PORT = 0;

    /** The directories of this host that an environment brings along. */
    record Directories(Path code, @Nullable Path layers, Path channel) {}

    SandboxedCommand commandFor(
            FunctionVersion version,
            Map<String, String> secrets,
            String environmentId,
            Instant startedAt,
            Directories directories) {
        var configuration = version.configuration();
        String taskRoot =
                sandboxHasOwnPaths ? SandboxPaths.CODE : directories.code().toString();
        String runtimeDirectory = sandboxHasOwnPaths
                ? SandboxPaths.RUNTIME
                : bootstraps.init().resolveSibling("").toString();
        String layers = directories.layers() == null || sandboxHasOwnPaths
                ? SandboxPaths.LAYERS
                : directories.layers().toString();
        String socket = (sandboxHasOwnPaths ? Path.of(SandboxPaths.CHANNEL) : directories.channel())
                .resolve(SOCKET)
                .toString();
        Map<String, String> variables =
                new HashMap<>(new FunctionVariables(identity, taskRoot, runtimeDirectory, layers)
                        .of(version, secrets, environmentId, startedAt));

        var files = new HashMap<String, Path>();
        List<String> command = switch (configuration.runtime().family()) {
            case PYTHON, NODEJS -> {
                variables.put(CHANNEL_VARIABLE, socket);
                variables.put(LAYERS_VARIABLE, layers);
                yield interpreted(configuration.runtime(), files);
            }
            case PROVIDED ->
                provided(socket, bootstrapsDirectory(directories, taskRoot, layers), configuration.network(), files);
        };
        return new SandboxedCommand(
                command,
                variables,
                directories.code(),
                directories.channel(),
                directories.layers(),
                files,
                configuration.network(),
                configuration.ephemeralStorageMb());
    }

    private List<String> interpreted(FunctionRuntime runtime, Map<String, Path> files) {
        Bootstrap bootstrap = switch (runtime.family()) {
            case PYTHON -> bootstraps.python();
            case NODEJS -> bootstraps.nodejs();
            case PROVIDED -> throw new IllegalArgumentException(runtime + " brings its own bootstrap");
        };
        var command = new ArrayList<String>();
        command.add(runtimes.interpreter(runtime).orElseThrow().toString());
        command.addAll(bootstrap.interpreterArguments());
        command.add(visible(bootstrap.file(), files));
        return command;
    }

    /** As in Lambda a layer may bring the bootstrap, unless the code has one. */
    private static String bootstrapsDirectory(Directories directories, String taskRoot, String layers) {
        boolean inLayer = directories.layers() != null
                && !Files.exists(directories.code().resolve(BOOTSTRAP))
                && Files.exists(directories.layers().resolve(BOOTSTRAP));
        return inLayer ? layers : taskRoot;
    }

    private List<String> provided(String socket, String directory, NetworkAccess network, Map<String, Path> files) {
        boolean networkIsShared = !sandboxHasOwnPaths || network == NetworkAccess.HOST;
        return List.of(
                visible(bootstraps.init(), files),
                "forward",
                socket,
                Integer.toString(networkIsShared ? ANY_PORT : RUNTIME_API_PORT),
                "--",
                directory + "/" + BOOTSTRAP);
    }

    /** Returns where the process finds a file of the platform's. */
    private String visible(Path file, Map<String, Path> files) {
        if (!sandboxHasOwnPaths) {
            return file.toString();
        }
        String name = file.getFileName().toString();
        files.put(name, file);
        return SandboxPaths.RUNTIME + "/" + name;
    }
}
