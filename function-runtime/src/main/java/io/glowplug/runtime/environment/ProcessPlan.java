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
import io.glowplug.runtime.startcache.StartCaches;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what to run for a function: which interpreter on which bootstrap, with which variables and files. */
record ProcessPlan(
        InstalledRuntimes runtimes,
        BootstrapFiles bootstraps,
        StartCaches startCaches,
        FunctionIdentity identity,
        boolean sandboxHasOwnPaths) {

    static final String SOCKET = "socket";

    private static final String CHANNEL_VARIABLE = "GLOWPLUG_CHANNEL";

    /** Where the Runtime API listens inside a sandbox with a network of its own; the address is Lambda's. */
    private static final int RUNTIME_API_PORT = 9001;

    /** Any free port, where the network is shared with others. */
    private static final int ANY_PORT = 0;

    /** The directories of this host that an environment brings along. */
    record Directories(Path code, Path channel) {}

    SandboxedCommand commandFor(
            FunctionVersion version, String environmentId, Instant startedAt, Directories directories) {
        var configuration = version.configuration();
        String taskRoot =
                sandboxHasOwnPaths ? SandboxPaths.CODE : directories.code().toString();
        String runtimeDirectory = sandboxHasOwnPaths
                ? SandboxPaths.RUNTIME
                : bootstraps.init().resolveSibling("").toString();
        String socket = (sandboxHasOwnPaths ? Path.of(SandboxPaths.CHANNEL) : directories.channel())
                .resolve(SOCKET)
                .toString();
        Map<String, String> variables = new HashMap<>(
                new FunctionVariables(identity, taskRoot, runtimeDirectory).of(version, environmentId, startedAt));

        var files = new HashMap<String, Path>();
        List<String> command = switch (configuration.runtime().family()) {
            case PYTHON, NODEJS -> {
                variables.put(CHANNEL_VARIABLE, socket);
                yield interpreted(configuration.runtime(), files);
            }
            case JAVA ->
                forwarding(
                        socket,
                        configuration.network(),
                        new JavaCommand(runtimes, bootstraps.java(), startCaches)
                                .of(version, file -> visible(file, files)),
                        files);
            case PROVIDED -> forwarding(socket, configuration.network(), List.of(taskRoot + "/bootstrap"), files);
        };
        return new SandboxedCommand(
                command,
                variables,
                directories.code(),
                directories.channel(),
                files,
                configuration.network(),
                configuration.ephemeralStorageMb());
    }

    private List<String> interpreted(FunctionRuntime runtime, Map<String, Path> files) {
        Bootstrap bootstrap = switch (runtime.family()) {
            case PYTHON -> bootstraps.python();
            case NODEJS -> bootstraps.nodejs();
            case JAVA, PROVIDED -> throw new IllegalArgumentException(runtime + " speaks the Runtime API");
        };
        var command = new ArrayList<String>();
        command.add(runtimes.interpreter(runtime).orElseThrow().toString());
        command.addAll(bootstrap.interpreterArguments());
        command.add(visible(bootstrap.file(), files));
        return command;
    }

    private List<String> forwarding(
            String socket, NetworkAccess network, List<String> runtime, Map<String, Path> files) {
        boolean networkIsShared = !sandboxHasOwnPaths || network == NetworkAccess.HOST;
        var command = new ArrayList<String>(List.of(
                visible(bootstraps.init(), files),
                "forward",
                socket,
                Integer.toString(networkIsShared ? ANY_PORT : RUNTIME_API_PORT),
                "--"));
        command.addAll(runtime);
        return command;
    }

    /** Returns where the process finds a file or directory of the platform's. */
    private String visible(Path file, Map<String, Path> files) {
        if (!sandboxHasOwnPaths) {
            return file.toString();
        }
        String name = file.getFileName().toString();
        files.put(name, file);
        return SandboxPaths.RUNTIME + "/" + name;
    }
}
