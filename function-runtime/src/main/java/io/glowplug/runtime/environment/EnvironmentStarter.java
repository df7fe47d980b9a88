// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RuntimeFamily;
import io.glowplug.runtime.bootstrap.BootstrapFiles;
import io.glowplug.runtime.catalog.InstalledRuntimes;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.log.LogSource;
import io.glowplug.runtime.log.OutputCapture;
import io.glowplug.runtime.log.SecretMask;
import io.glowplug.runtime.process.FunctionProcess;
import io.glowplug.runtime.process.ProcessSpawner;
import io.glowplug.runtime.process.SpawnRequest;
import io.glowplug.runtime.sandbox.Sandbox;
import io.glowplug.runtime.sandbox.SandboxedCommand;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import io.glowplug.runtime.wire.RuntimeChannels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/** Starts execution environments: everything up to the moment at which the process runs. */
public final class EnvironmentStarter {

    private final NodeSupport node;
    private final Sandbox sandbox;
    private final ProcessPlan plan;
    private final Wires wires;

    private EnvironmentStarter(NodeSupport node, Sandbox sandbox, ProcessPlan plan, Wires wires) {
        this.node = node;
        this.sandbox = sandbox;
        this.plan = plan;
        this.wires = wires;
    }

    /** What connects this process with those of functions. */
    public record Wires(RuntimeChannels channels, ProcessSpawner spawner) {}

    public static EnvironmentStarter create(
            NodeSupport node,
            Sandbox sandbox,
            InstalledRuntimes runtimes,
            BootstrapFiles bootstraps,
            FunctionIdentity identity,
            Wires wires) {
        var plan = new ProcessPlan(runtimes, bootstraps, identity, sandbox.hasOwnPaths());
        return new EnvironmentStarter(node, sandbox, plan, wires);
    }

    /**
     * Returns an environment whose process was started and has {@code initLimit} to get ready.
     *
     * @throws IOException if the host did not play along; nothing is left behind
     */
    public ExecutionEnvironment start(FunctionVersion version, Duration initLimit) throws IOException {
        String id = UUID.randomUUID().toString().replace("-", "");
        Instant startedAt = node.clock().instant();
        var undo = new Undo();
        try {
            Map<String, String> secrets = node.secrets().open(version);
            SecretMask mask = SecretMask.of(secrets.values());
            CodeLeases code = undo.later(CodeLeases.of(node.code(), version));
            Path directory = node.directory().resolve(id);
            undo.later(() -> FileSystemUtils.deleteRecursively(directory));
            Path socketDirectory = Files.createDirectories(directory.resolve("wire"));
            RuntimeChannel channel = undo.later(openChannel(version, socketDirectory.resolve(ProcessPlan.SOCKET)));
            ControlGroup group =
                    sandbox.group(id, new ResourceLimits(version.configuration().memoryMb()));
            undo.later(group::remove);
            OutputCapture output = undo.later(
                    node.output().capture(new LogSource(version.functionName(), version.version(), id), mask));
            output.platform(PlatformLines.of(version, node.clock()).initStart());

            var directories = new ProcessPlan.Directories(code.function(), code.layers(), socketDirectory);
            SandboxedCommand command = plan.commandFor(version, secrets, id, startedAt, directories);
            FunctionProcess process = spawn(sandbox.launch(command, group, directory), output);
            undo.later(process::kill);
            output.processStarted();
            var parts = new EnvironmentParts(code, directory, channel, group, output, mask);
            var memory = new MemoryMeter(
                    group, process.pid(), version.configuration().memoryMb());
            var reports = new AttemptReports(id, version, parts, memory, plan.identity(), node.clock());
            return new ExecutionEnvironment(id, version, parts, process, reports, initLimit);
        } catch (IOException | RuntimeException failed) {
            undo.now(failed);
            throw failed;
        }
    }

    private RuntimeChannel openChannel(FunctionVersion version, Path socket) throws IOException {
        RuntimeFamily family = version.configuration().runtime().family();
        return switch (family) {
            case PYTHON, NODEJS -> wires.channels().openFramed(socket);
            case PROVIDED -> wires.channels().openRuntimeApi(socket);
        };
    }

    private FunctionProcess spawn(Sandbox.Launch launch, OutputCapture output) throws IOException {
        return wires.spawner()
                .spawn(new SpawnRequest(
                        launch.command(),
                        launch.environment(),
                        launch.directory(),
                        output.stdout(),
                        output.stderr(),
                        !sandbox.hasOwnPaths()));
    }

    /** What has to be undone when a start fails half-way, last things first. */
    private static final class Undo {

        private final Deque<AutoCloseable> steps = new ArrayDeque<>();

        <T extends AutoCloseable> T later(T step) {
            steps.push(step);
            return step;
        }

        void now(Exception failed) {
            for (AutoCloseable step : steps) {
                try {
                    step.close();
                } catch (Exception alsoFailed) {
                    failed.addSuppressed(alsoFailed);
                }
            }
        }
    }
}
