// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.launch;

import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.log.OutputCapture;
import io.glowplug.runtime.log.OutputPoller;
import io.glowplug.runtime.process.FunctionProcess;
import io.glowplug.runtime.process.ProcessSpawner;
import io.glowplug.runtime.process.SpawnRequest;
import io.glowplug.runtime.sandbox.Sandbox;
import io.glowplug.runtime.sandbox.SandboxedCommand;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import io.glowplug.runtime.sandbox.network.NetworkWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/** Starts processes in the sandbox of this node. */
public final class ProcessLauncher {

    /** Name of the wire's socket in its directory. */
    public static final String SOCKET = "socket";

    private final Path directory;
    private final OutputPoller output;
    private final Sandbox sandbox;
    private final ProcessSpawner spawner;

    /**
     * @param directory private directory of this platform; each process gets one below it
     */
    public ProcessLauncher(Path directory, OutputPoller output, Sandbox sandbox, ProcessSpawner spawner) {
        this.directory = directory;
        this.output = output;
        this.sandbox = sandbox;
        this.spawner = spawner;
    }

    /**
     * What to start.
     *
     * @param <C> the wire to it
     */
    public interface Order<C extends RuntimeChannel> {

        C openChannel(Path socket) throws IOException;

        /**
         * Last preparations, and the command.
         *
         * @param own private directory of the process
         * @param channelDirectory where its wire's socket is
         */
        SandboxedCommand prepare(Path own, Path channelDirectory, C channel, OutputCapture output) throws IOException;

        /** Returns who is told what the process's network keeps from it. */
        NetworkWatch watch(OutputCapture output);
    }

    public static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /**
     * Returns the running process.
     *
     * @throws IOException if the host did not play along; nothing is left behind
     */
    public <C extends RuntimeChannel> LaunchedProcess launch(String id, ResourceLimits limits, Order<C> order)
            throws IOException {
        var undo = new Undo();
        try {
            Path own = directory.resolve(id);
            undo.later(() -> FileSystemUtils.deleteRecursively(own));
            Path channelDirectory = Files.createDirectories(own.resolve("wire"));
            C channel = undo.later(order.openChannel(channelDirectory.resolve(SOCKET)));
            ControlGroup group = sandbox.group(id, limits);
            undo.later(group::remove);
            OutputCapture captured = undo.later(output.capture());
            SandboxedCommand command = order.prepare(own, channelDirectory, channel, captured);
            Sandbox.Launch launch = sandbox.launch(command, group, own, order.watch(captured));
            undo.later(launch.attached());
            FunctionProcess process = spawn(launch, captured);
            undo.later(process::kill);
            captured.processStarted();
            return new LaunchedProcess(id, own, channel, group, captured, process, launch.attached());
        } catch (IOException | RuntimeException failed) {
            undo.now(failed);
            throw failed;
        }
    }

    private FunctionProcess spawn(Sandbox.Launch launch, OutputCapture captured) throws IOException {
        return spawner.spawn(new SpawnRequest(
                launch.command(),
                launch.environment(),
                launch.directory(),
                captured.stdout(),
                captured.stderr(),
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
