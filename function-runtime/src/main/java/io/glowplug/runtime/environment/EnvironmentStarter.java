// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RuntimeFamily;
import io.glowplug.runtime.bootstrap.BootstrapFiles;
import io.glowplug.runtime.catalog.InstalledRuntimes;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.framed.FramedChannel;
import io.glowplug.runtime.launch.LaunchedProcess;
import io.glowplug.runtime.launch.ProcessLauncher;
import io.glowplug.runtime.log.LogSource;
import io.glowplug.runtime.log.OutputCapture;
import io.glowplug.runtime.sandbox.SandboxedCommand;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import io.glowplug.runtime.sandbox.network.NetworkWatch;
import io.glowplug.runtime.slot.InterpreterSlot;
import io.glowplug.runtime.slot.InterpreterSlots;
import io.glowplug.runtime.startcache.StartCaches;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts execution environments: everything up to the moment at which a process has its function to load. Where an
 * interpreter waits for just that, it is taken; otherwise a process is started.
 */
public final class EnvironmentStarter {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final NodeSupport node;
    private final ProcessPlan plan;
    private final InterpreterSlots slots;

    private EnvironmentStarter(NodeSupport node, ProcessPlan plan, InterpreterSlots slots) {
        this.node = node;
        this.plan = plan;
        this.slots = slots;
    }

    /**
     * What processes of functions are made from.
     *
     * @param hasOwnPaths whether processes see the paths of the sandbox instead of the host's
     */
    public record Materials(
            InstalledRuntimes runtimes,
            BootstrapFiles bootstraps,
            StartCaches startCaches,
            FunctionIdentity identity,
            boolean hasOwnPaths) {}

    /**
     * Prepares, but starts nothing yet.
     *
     * @param memoryAheadMb what interpreters that wait for a function may have between them; 0 for none
     */
    public static EnvironmentStarter create(NodeSupport node, Materials materials, int memoryAheadMb) {
        var plan = new ProcessPlan(
                materials.runtimes(),
                materials.bootstraps(),
                materials.startCaches(),
                materials.identity(),
                materials.hasOwnPaths());
        boolean possible = materials.hasOwnPaths() && node.spawner().canMount();
        var slots = new InterpreterSlots(
                new SlotStarter(node, plan),
                possible ? memoryAheadMb : 0,
                materials.runtimes().newestInterpreted());
        return new EnvironmentStarter(node, plan, slots);
    }

    /** The interpreters that wait; to be tended and closed by whoever runs the node. */
    public InterpreterSlots slots() {
        return slots;
    }

    /**
     * Returns an environment whose process has {@code initLimit} to get ready.
     *
     * @throws IOException if the host did not play along; nothing is left behind
     */
    public ExecutionEnvironment start(FunctionVersion version, Duration initLimit) throws IOException {
        CodeLeases code = CodeLeases.of(node.code(), version);
        try {
            Instant startedAt = node.clock().instant();
            Set<String> extensions = ExtensionFiles.in(code.layers());
            InterpreterSlot slot = extensions.isEmpty() && plan.canBeStartedAhead(version.configuration())
                    ? slots.take(version.configuration().runtime())
                    : null;
            LaunchedProcess launched = slot == null
                    ? launch(version, startedAt, code, extensions)
                    : occupy(slot, version, startedAt, code);
            var parts = new EnvironmentParts(code, launched);
            var memory = new MemoryMeter(
                    launched.group(),
                    launched.process().pid(),
                    version.configuration().memoryMb());
            var reports = new AttemptReports(launched.id(), version, parts, memory, plan.identity(), node.clock());
            return new ExecutionEnvironment(launched.id(), version, parts, reports, initLimit);
        } catch (IOException | RuntimeException failed) {
            code.close();
            throw failed;
        }
    }

    private LaunchedProcess launch(FunctionVersion version, Instant startedAt, CodeLeases code, Set<String> extensions)
            throws IOException {
        String id = ProcessLauncher.newId();
        Map<String, String> variables = plan.variablesOf(version, id, startedAt, code);
        return node.launcher().launch(id, limitsOf(version), new ProcessLauncher.Order<>() {
            @Override
            public RuntimeChannel openChannel(Path socket) throws IOException {
                return EnvironmentStarter.this.openChannel(version, socket, extensions);
            }

            @Override
            public SandboxedCommand prepare(
                    Path own, Path channelDirectory, RuntimeChannel channel, OutputCapture output) {
                beginLog(output, id, version);
                return plan.commandFor(
                        version,
                        variables,
                        new ProcessPlan.Directories(code.function(), code.layers(), channelDirectory),
                        !extensions.isEmpty());
            }

            @Override
            public NetworkWatch watch(OutputCapture output) {
                return new RefusedDestinations(version.functionName(), output, node.refusals());
            }
        });
    }

    private RuntimeChannel openChannel(FunctionVersion version, Path socket, Set<String> extensions)
            throws IOException {
        RuntimeFamily family = version.configuration().runtime().family();
        var facts = new FunctionFacts(
                version.functionName(),
                version.version(),
                version.configuration().handler(),
                extensions);
        return switch (family) {
            case PYTHON, NODEJS -> {
                if (!extensions.isEmpty()) {
                    Path api = socket.resolveSibling(ProcessPlan.API_SOCKET);
                    yield node.channels().openFramedWithExtensions(socket, api, facts, loadOrder(Map.of()));
                }
                FramedChannel channel = node.channels().openFramed(socket);
                channel.load(loadOrder(Map.of())); // its variables are set before it starts
                yield channel;
            }
            case JAVA, PROVIDED -> node.channels().openRuntimeApi(socket, facts);
        };
    }

    private LaunchedProcess occupy(InterpreterSlot slot, FunctionVersion version, Instant startedAt, CodeLeases code)
            throws IOException {
        LaunchedProcess launched = slot.launched();
        try {
            launched.group().limit(limitsOf(version));
            node.spawner().showAt(slot.code(), code.function());
            Path layers = code.layers();
            if (layers != null) {
                node.spawner().showAt(slot.layers(), layers);
            }
            beginLog(launched.output(), launched.id(), version);
            slot.channel().load(loadOrder(plan.variablesOf(version, launched.id(), startedAt, code)));
            return launched;
        } catch (IOException | RuntimeException failed) {
            slot.discard();
            throw failed;
        }
    }

    private static void beginLog(OutputCapture output, String environmentId, FunctionVersion version) {
        output.belongTo(new LogSource(version.functionName(), version.version(), environmentId));
        output.platform(ReportLines.initStart(version));
    }

    private static byte[] loadOrder(Map<String, String> environment) {
        return JSON.writeValueAsBytes(Map.of("environment", environment));
    }

    private static ResourceLimits limitsOf(FunctionVersion version) {
        return new ResourceLimits(version.configuration().memoryMb());
    }
}
