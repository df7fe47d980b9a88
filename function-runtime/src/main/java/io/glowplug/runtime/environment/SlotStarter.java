// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.runtime.channel.framed.FramedChannel;
import io.glowplug.runtime.launch.LaunchedProcess;
import io.glowplug.runtime.launch.ProcessLauncher;
import io.glowplug.runtime.log.OutputCapture;
import io.glowplug.runtime.sandbox.SandboxedCommand;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import io.glowplug.runtime.sandbox.network.NetworkWatch;
import io.glowplug.runtime.slot.InterpreterSlot;
import io.glowplug.runtime.slot.InterpreterSlots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Starts interpreters ahead of their functions. What they see as a function's code is empty until one is put there. */
final class SlotStarter implements InterpreterSlots.Source {

    private static final long START_LIMIT_SECONDS = 30;

    private final NodeSupport node;
    private final ProcessPlan plan;

    SlotStarter(NodeSupport node, ProcessPlan plan) {
        this.node = node;
        this.plan = plan;
    }

    @Override
    public InterpreterSlot start(FunctionRuntime runtime) throws IOException {
        var order = new SlotOrder(runtime);
        LaunchedProcess launched = node.launcher()
                .launch(
                        ProcessLauncher.newId(),
                        new ResourceLimits(InterpreterSlots.memoryMb(runtime.family())),
                        order);
        var slot = new InterpreterSlot(
                runtime,
                launched,
                (FramedChannel) launched.channel(),
                codeMountPoint(launched.directory()),
                layersMountPoint(launched.directory()));
        var _ = launched.process().exit().thenRun(launched.channel()::processEnded);
        var tooLate = CompletableFuture.runAsync(
                launched::kill, CompletableFuture.delayedExecutor(START_LIMIT_SECONDS, TimeUnit.SECONDS));
        try {
            slot.channel().awaitConnection();
            return slot;
        } catch (IOException | RuntimeException failed) {
            var _ = slot.discard();
            throw failed;
        } finally {
            tooLate.cancel(false);
        }
    }

    private static Path codeMountPoint(Path own) {
        return own.resolve("task");
    }

    private static Path layersMountPoint(Path own) {
        return own.resolve("layers");
    }

    private final class SlotOrder implements ProcessLauncher.Order<FramedChannel> {

        private final FunctionRuntime runtime;

        SlotOrder(FunctionRuntime runtime) {
            this.runtime = runtime;
        }

        @Override
        public FramedChannel openChannel(Path socket) throws IOException {
            return node.channels().openFramed(socket);
        }

        @Override
        public SandboxedCommand prepare(Path own, Path channelDirectory, FramedChannel channel, OutputCapture output)
                throws IOException {
            Path code = Files.createDirectory(codeMountPoint(own));
            Path layers = Files.createDirectory(layersMountPoint(own));
            node.spawner().makeMountPoint(code);
            node.spawner().makeMountPoint(layers);
            return plan.commandAhead(runtime, new ProcessPlan.Directories(code, layers, channelDirectory));
        }

        /** It has no network that could keep anything from it. */
        @Override
        public NetworkWatch watch(OutputCapture output) {
            return (_, _) -> {};
        }
    }
}
