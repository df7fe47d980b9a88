// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RuntimeFamily;
import io.glowplug.runtime.StartCause;
import io.glowplug.runtime.bootstrap.BootstrapFiles;
import io.glowplug.runtime.catalog.InstalledRuntimes;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.framed.FramedChannel;
import io.glowplug.runtime.launch.LaunchedProcess;
import io.glowplug.runtime.launch.ProcessLauncher;
import io.glowplug.runtime.log.LogSource;
import io.glowplug.runtime.log.OutputCapture;
import io.glowplug.runtime.log.SecretMask;
import io.glowplug.runtime.sandbox.SandboxedCommand;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import io.glowplug.runtime.sandbox.network.NetworkWatch;
import io.glowplug.runtime.slot.MemoryBudget;
import io.glowplug.runtime.slot.Slot;
import io.glowplug.runtime.slot.SlotKind;
import io.glowplug.runtime.slot.Slots;
import io.glowplug.runtime.startcache.StartCaches;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts execution environments: everything up to the moment at which a process has its function to load. Where an
 * process waits for just that, it is taken; otherwise a process is started.
 */
public final class EnvironmentStarter {

    private final NodeSupport node;
    private final ProcessPlan plan;
    private final Slots slots;

    private EnvironmentStarter(NodeSupport node, ProcessPlan plan, Slots slots) {
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
            NodeLibraries libraries,
            FunctionIdentity identity,
            boolean hasOwnPaths) {}

    /**
     * Prepares, but starts nothing yet.
     *
     * @param budget memory of the node
     * @param memoryAheadMb what processes that wait for a function may have of it between them; 0 for none
     */
    public static EnvironmentStarter create(
            NodeSupport node, Materials materials, MemoryBudget budget, int memoryAheadMb) {
        var plan = new ProcessPlan(
                materials.runtimes(),
                materials.bootstraps(),
                materials.startCaches(),
                materials.libraries(),
                materials.identity(),
                materials.hasOwnPaths());
        boolean possible = materials.hasOwnPaths() && node.spawner().canMount();
        List<SlotKind> always = Stream.concat(
                        materials.runtimes().newestOfTheUsual().stream().map(runtime -> SlotKind.of(runtime, 0)),
                        Stream.of(SlotKind.anyProgram()))
                .toList();
        var slots = new Slots(new SlotStarter(node, plan), budget, possible ? memoryAheadMb : 0, always);
        return new EnvironmentStarter(node, plan, slots);
    }

    /** The processes that wait; to be tended and closed by whoever runs the node. */
    public Slots slots() {
        return slots;
    }

    /**
     * Returns an environment whose process has {@code initLimit} to get ready.
     *
     * @throws IOException if the host did not play along; nothing is left behind
     */
    public ExecutionEnvironment start(FunctionVersion version, StartCause cause, Duration initLimit)
            throws IOException {
        CodeLeases code = CodeLeases.of(node.code(), version);
        try {
            Instant startedAt = node.clock().instant();
            Map<String, String> secrets = node.secrets().open(version);
            var function =
                    new Given(version, code, SecretMask.of(secrets.values()), ExtensionFiles.in(code.layers()), cause);
            Slot slot = slotFor(function);
            String id = slot == null ? ProcessLauncher.newId() : slot.launched().id();
            Map<String, String> variables = plan.variablesOf(
                    version, secrets, new ProcessPlan.Start(id, startedAt, function.initializationType()), code);
            LaunchedProcess launched =
                    slot == null ? launch(id, function, variables) : occupy(slot, function, variables);
            var parts = new EnvironmentParts(code, launched, function.mask(), eventsOf(function, launched.channel()));
            var memory = new MemoryMeter(
                    launched.group(),
                    launched.process().pid(),
                    version.configuration().memoryMb());
            var reports = new AttemptReports(launched.id(), version, parts, memory, plan.identity(), node.clock());
            return new ExecutionEnvironment(
                    version, new EnvironmentOrigin(cause, slot != null), parts, reports, initLimit);
        } catch (IOException | RuntimeException failed) {
            code.close();
            throw failed;
        }
    }

    private @Nullable Slot slotFor(Given function) {
        return function.extensions().isEmpty()
                ? plan.startedAheadAs(function.version().configuration())
                        .map(slots::take)
                        .orElse(null)
                : null;
    }

    /** A function on its way into a process. */
    private record Given(
            FunctionVersion version, CodeLeases code, SecretMask mask, Set<String> extensions, StartCause cause) {

        String initializationType() {
            return cause == StartCause.PROVISIONED ? FunctionFacts.PROVISIONED : FunctionFacts.ON_DEMAND;
        }

        FunctionFacts facts() {
            return new FunctionFacts(
                    version.functionName(),
                    version.version(),
                    version.configuration().handler(),
                    extensions,
                    initializationType());
        }
    }

    private LaunchedProcess launch(String id, Given function, Map<String, String> variables) throws IOException {
        FunctionVersion version = function.version();
        return node.launcher().launch(id, limitsOf(version), new ProcessLauncher.Order<>() {
            @Override
            public RuntimeChannel openChannel(Path socket) throws IOException {
                return EnvironmentStarter.this.openChannel(function, socket);
            }

            @Override
            public SandboxedCommand prepare(
                    Path own, Path channelDirectory, RuntimeChannel channel, OutputCapture output) throws IOException {
                beginLog(output, id, function);
                if (!function.extensions().isEmpty()) {
                    output.openForExtensions(channelDirectory.resolve(ProcessPlan.EXTENSION_OUTPUT));
                    output.tell(channel.companions().telemetry());
                    eventsOf(function, channel).initStart(id);
                }
                return plan.commandFor(
                        version,
                        variables,
                        new ProcessPlan.Directories(
                                function.code().function(), function.code().layers(), channelDirectory),
                        !function.extensions().isEmpty());
            }

            @Override
            public NetworkWatch watch(OutputCapture output) {
                return new RefusedDestinations(
                        version, PlatformLines.of(version, node.clock()), output, node.refusals());
            }
        });
    }

    private PlatformEvents eventsOf(Given function, RuntimeChannel channel) {
        return new PlatformEvents(
                function.version(),
                channel.companions().telemetry(),
                function.mask(),
                function.initializationType(),
                node.clock());
    }

    private RuntimeChannel openChannel(Given function, Path socket) throws IOException {
        FunctionVersion version = function.version();
        Set<String> extensions = function.extensions();
        RuntimeFamily family = version.configuration().runtime().family();
        FunctionFacts facts = function.facts();
        return switch (family) {
            case PYTHON, NODEJS, RUBY -> {
                if (!extensions.isEmpty()) {
                    Path api = socket.resolveSibling(ProcessPlan.API_SOCKET);
                    yield node.channels().openFramedWithExtensions(socket, api, facts);
                }
                FramedChannel channel = node.channels().openFramed(socket);
                channel.load(facts, Map.of()); // its variables are set before it starts
                yield channel;
            }
            case JAVA, SPRING, DOTNET, PROVIDED -> node.channels().openRuntimeApi(socket, facts);
        };
    }

    private LaunchedProcess occupy(Slot slot, Given function, Map<String, String> variables) throws IOException {
        LaunchedProcess launched = slot.launched();
        try {
            launched.group().limit(limitsOf(function.version()));
            node.spawner().showAt(slot.code(), function.code().function());
            Path layers = function.code().layers();
            if (layers != null) {
                node.spawner().showAt(slot.layers(), layers);
            }
            beginLog(launched.output(), launched.id(), function);
            slot.channel().load(function.facts(), variables);
            node.spawner().forget(List.of(slot.code(), slot.layers()));
            return launched;
        } catch (IOException | RuntimeException failed) {
            var _ = slot.discard();
            throw failed;
        }
    }

    private void beginLog(OutputCapture output, String environmentId, Given function) {
        FunctionVersion version = function.version();
        output.belongTo(new LogSource(version.functionName(), version.version(), environmentId), function.mask());
        output.platform(PlatformLines.of(version, node.clock()).initStart());
    }

    private static ResourceLimits limitsOf(FunctionVersion version) {
        return new ResourceLimits(version.configuration().memoryMb()).whileStarting();
    }
}
