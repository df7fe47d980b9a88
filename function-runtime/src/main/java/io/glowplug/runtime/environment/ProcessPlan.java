// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RuntimeFamily;
import io.glowplug.runtime.bootstrap.BootstrapFiles;
import io.glowplug.runtime.bootstrap.BootstrapFiles.Bootstrap;
import io.glowplug.runtime.catalog.InstalledRuntimes;
import io.glowplug.runtime.launch.ProcessLauncher;
import io.glowplug.runtime.sandbox.SandboxPaths;
import io.glowplug.runtime.sandbox.SandboxedCommand;
import io.glowplug.runtime.slot.SlotKind;
import io.glowplug.runtime.startcache.StartCaches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what to run for a function: which interpreter on which bootstrap, with which variables and files. */
record ProcessPlan(
        InstalledRuntimes runtimes,
        BootstrapFiles bootstraps,
        StartCaches startCaches,
        NodeLibraries libraries,
        FunctionIdentity identity,
        boolean sandboxHasOwnPaths) {

    /** Beside the wire's socket, where the runtime and the extensions speak differently. */
    static final String API_SOCKET = "api";

    /** Beside it, the pipe that takes what extensions print. */
    static final String EXTENSION_OUTPUT = "extensions";

    /** Beside it, where a process that waits for its function hears of it, if the wire is not for that. */
    static final String ORDER_SOCKET = "order";

    private static final String CHANNEL_VARIABLE = "GLOWPLUG_CHANNEL";

    /** Tells a bootstrap that there is time before its function comes. */
    private static final String AHEAD_VARIABLE = "GLOWPLUG_AHEAD";

    private static final int AHEAD_STORAGE_MB = FunctionConfiguration.DEFAULT_EPHEMERAL_STORAGE_MB;

    /** Tells the bootstrap where layers are; it removes the variable again. */
    private static final String LAYERS_VARIABLE = "GLOWPLUG_LAYERS";

    private static final String BOOTSTRAP = "bootstrap";

    /** Where the Runtime API listens inside a sandbox with a network of its own; the address is Lambda's. */
    private static final int RUNTIME_API_PORT = 9001;

    /** Any free port, where the network is shared with others. */
    private static final int ANY_PORT = 0;

    /** The directories of this host that an environment brings along. */
    record Directories(Path code, @Nullable Path layers, Path channel) {}

    /**
     * An environment's name, and how it starts.
     *
     * @param initializationType as in {@code AWS_LAMBDA_INITIALIZATION_TYPE}
     */
    record Start(String environmentId, Instant at, String initializationType) {}

    /** Returns every variable of a function, however its process comes to know them. */
    Map<String, String> variablesOf(
            FunctionVersion version, Map<String, String> secrets, Start start, CodeLeases code) {
        return variables(code.function(), code.layers()).of(version, secrets, start);
    }

    private FunctionVariables variables(Path code, @Nullable Path layers) {
        return new FunctionVariables(
                identity,
                seenCode(code),
                sandboxHasOwnPaths
                        ? SandboxPaths.RUNTIME
                        : bootstraps.init().resolveSibling("").toString(),
                seenLayers(layers),
                seenLibraries());
    }

    private @Nullable String seenLibraries() {
        if (libraries.directory() == null) {
            return null;
        }
        return sandboxHasOwnPaths
                ? SandboxPaths.RUNTIME + "/" + NodeLibraries.NAME
                : libraries.directory().toString();
    }

    private String seenCode(Path code) {
        return sandboxHasOwnPaths ? SandboxPaths.CODE : code.toString();
    }

    private String seenLayers(@Nullable Path layers) {
        return layers == null || sandboxHasOwnPaths ? SandboxPaths.LAYERS : layers.toString();
    }

    /** Returns the command for a process that is started for this function. */
    SandboxedCommand commandFor(
            FunctionVersion version,
            Map<String, String> functionVariables,
            Directories directories,
            boolean hasExtensions) {
        var configuration = version.configuration();
        var variables = new HashMap<String, String>(functionVariables);
        var files = new HashMap<String, Path>();
        List<String> unwrapped = switch (configuration.runtime().family()) {
            case PYTHON, NODEJS, RUBY -> {
                variables.put(CHANNEL_VARIABLE, socket(directories));
                variables.put(LAYERS_VARIABLE, seenLayers(directories.layers()));
                yield interpreted(configuration.runtime(), files);
            }
            case JAVA -> new JavaCommand(runtimes, bootstraps, startCaches).of(version, file -> visible(file, files));
            case SPRING ->
                new JavaCommand(runtimes, bootstraps, startCaches).ofSpring(version, file -> visible(file, files));
            case DOTNET ->
                List.of(
                        runtimes.interpreter(configuration.runtime())
                                .orElseThrow()
                                .toString(),
                        seenCode(directories.code()) + "/" + configuration.handler() + ".dll");
            case PROVIDED -> List.of(directoryOfBootstrap(directories) + "/" + BOOTSTRAP);
        };
        List<String> runtime = wrapped(configuration.runtime().family(), unwrapped, functionVariables);
        String api = apiSocket(configuration.runtime().family(), directories);
        List<String> supervised = hasExtensions ? supervised(directories, api, runtime, files) : runtime;
        List<String> command =
                hasExtensions || speaksRuntimeApi(configuration.runtime().family())
                        ? forwarding(
                                api,
                                configuration.network(),
                                supervised,
                                hasExtensions ? List.of("--deliver") : List.of(),
                                files)
                        : runtime;
        return new SandboxedCommand(
                command,
                variables,
                directories.code(),
                directories.channel(),
                directories.layers(),
                files,
                linksFor(configuration.runtime()),
                configuration.network(),
                configuration.ephemeralStorageMb());
    }

    /** Returns the command for a process that is started ahead of its function. */
    SandboxedCommand commandAhead(SlotKind kind, Directories directories) {
        var files = new HashMap<String, Path>();
        Map<String, String> variables = new HashMap<>(
                variables(directories.code(), directories.layers()).atStartOf(kind.runtime()));
        String order = socket(directories, ORDER_SOCKET);
        List<String> command = switch (kind.runtime().family()) {
            case PYTHON, NODEJS, RUBY -> {
                variables.put(CHANNEL_VARIABLE, socket(directories));
                variables.put(AHEAD_VARIABLE, "1");
                yield interpreted(kind.runtime(), files);
            }
            case JAVA -> {
                List<String> java = new JavaCommand(runtimes, bootstraps, startCaches)
                        .ahead(kind.runtime(), kind.memoryMb(), order, file -> visible(file, files));
                yield forwarding(socket(directories), NetworkAccess.NONE, java, List.of(), files);
            }
            case PROVIDED ->
                forwarding(
                        socket(directories),
                        NetworkAccess.NONE,
                        List.of(SandboxPaths.CODE + "/" + BOOTSTRAP, SandboxPaths.LAYERS + "/" + BOOTSTRAP),
                        List.of("--await", order),
                        files);
            case SPRING, DOTNET -> throw new IllegalArgumentException(kind + " cannot be started ahead");
        };
        return new SandboxedCommand(
                command,
                variables,
                directories.code(),
                directories.channel(),
                directories.layers(),
                files,
                linksFor(kind.runtime()),
                NetworkAccess.NONE,
                AHEAD_STORAGE_MB);
    }

    /** Returns what a function can be started ahead as; empty unless that makes no difference to it. */
    Optional<SlotKind> startedAheadAs(FunctionConfiguration configuration) {
        boolean asAllAre = configuration.network().mode() == NetworkAccess.Mode.NONE
                && configuration.ephemeralStorageMb() == AHEAD_STORAGE_MB;
        boolean possible = switch (configuration.runtime().family()) {
            case PYTHON, NODEJS, RUBY, JAVA -> asAllAre && setsNothingReadAtStart(configuration);
            case PROVIDED -> asAllAre; // its variables are there before the program is
            case SPRING, DOTNET -> false;
        };
        return possible
                ? Optional.of(SlotKind.of(configuration.runtime(), configuration.memoryMb()))
                : Optional.empty();
    }

    private static boolean setsNothingReadAtStart(FunctionConfiguration configuration) {
        return configuration.environment().keySet().stream().noneMatch(FunctionVariables::isReadAtStart)
                && configuration.secrets().keySet().stream().noneMatch(FunctionVariables::isReadAtStart);
    }

    /**
     * A script of the function or of a layer may start the runtime; a runtime of the function's own never has one.
     * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper
     */
    private static List<String> wrapped(RuntimeFamily family, List<String> runtime, Map<String, String> variables) {
        String wrapper = variables.getOrDefault(FunctionVariables.EXEC_WRAPPER, "");
        if (wrapper.isBlank() || family == RuntimeFamily.PROVIDED) {
            return runtime;
        }
        var command = new ArrayList<String>(runtime.size() + 1);
        command.add(wrapper);
        command.addAll(runtime);
        return command;
    }

    private String socket(Directories directories) {
        return socket(directories, ProcessLauncher.SOCKET);
    }

    private String apiSocket(RuntimeFamily family, Directories directories) {
        return speaksRuntimeApi(family) ? socket(directories) : socket(directories, API_SOCKET);
    }

    private static boolean speaksRuntimeApi(RuntimeFamily family) {
        return switch (family) {
            case PYTHON, NODEJS, RUBY -> false;
            case JAVA, SPRING, DOTNET, PROVIDED -> true;
        };
    }

    private String socket(Directories directories, String name) {
        return (sandboxHasOwnPaths ? Path.of(SandboxPaths.CHANNEL) : directories.channel())
                .resolve(name)
                .toString();
    }

    private List<String> interpreted(FunctionRuntime runtime, Map<String, Path> files) {
        Bootstrap bootstrap = switch (runtime.family()) {
            case PYTHON -> bootstraps.python();
            case NODEJS -> bootstraps.nodejs();
            case RUBY -> bootstraps.ruby();
            case JAVA, SPRING, DOTNET, PROVIDED ->
                throw new IllegalArgumentException(runtime + " speaks the Runtime API");
        };
        var command = new ArrayList<String>();
        command.add(runtimes.interpreter(runtime).orElseThrow().toString());
        command.addAll(bootstrap.interpreterArguments());
        command.add(visible(bootstrap.file(), files));
        if (libraries.directory() != null && libraries.serve(runtime.family())) {
            files.put(NodeLibraries.NAME, libraries.directory());
        }
        return command;
    }

    /**
     * Modules of ECMAScript are looked for in {@code node_modules} of each directory above the one that imports them, and
     * nowhere else, whatever {@code NODE_PATH} says. Lambda finds those of layers and its own all the same.
     */
    private Map<String, String> linksFor(FunctionRuntime runtime) {
        if (runtime.family() != RuntimeFamily.NODEJS) {
            return Map.of();
        }
        String modules = "/nodejs/node_modules";
        String ofLayers = SandboxPaths.LAYERS + modules;
        // There are two directories above the code; the third place, if it is in use, is looked up by the bootstrap.
        return libraries.directory() == null
                ? Map.of(
                        "/var/node_modules",
                        SandboxPaths.LAYERS + "/" + FunctionVariables.nodejsDirectoryFor(runtime),
                        "/node_modules",
                        ofLayers)
                : Map.of(
                        "/var/node_modules",
                        ofLayers,
                        "/node_modules",
                        SandboxPaths.RUNTIME + "/" + NodeLibraries.NAME + modules);
    }

    /** As in Lambda a layer may bring the bootstrap, unless the code has one. */
    private String directoryOfBootstrap(Directories directories) {
        boolean inLayer = directories.layers() != null
                && !Files.exists(directories.code().resolve(BOOTSTRAP))
                && Files.exists(directories.layers().resolve(BOOTSTRAP));
        return inLayer ? seenLayers(directories.layers()) : seenCode(directories.code());
    }

    /** Has the command find the Runtime API, and the Extensions API with it, where its variable says. */
    private List<String> forwarding(
            String socket, NetworkAccess network, List<String> runtime, List<String> options, Map<String, Path> files) {
        boolean networkIsShared = !sandboxHasOwnPaths || network.mode() == NetworkAccess.Mode.HOST;
        var command = new ArrayList<String>(List.of(
                visible(bootstraps.init(), files),
                "forward",
                socket,
                Integer.toString(networkIsShared ? ANY_PORT : RUNTIME_API_PORT)));
        command.addAll(options);
        command.add("--");
        command.addAll(runtime);
        return command;
    }

    /** Has the extensions started before the runtime. */
    private List<String> supervised(
            Directories directories, String socket, List<String> runtime, Map<String, Path> files) {
        String extensions = seenLayers(directories.layers()) + "/" + ExtensionFiles.DIRECTORY;
        String output = socket(directories, EXTENSION_OUTPUT);
        var command = new ArrayList<String>(
                List.of(visible(bootstraps.init(), files), "supervise", extensions, socket, output, "--"));
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
