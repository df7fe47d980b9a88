// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.channel.WaitingChannel;
import io.glowplug.runtime.launch.LaunchedProcess;
import io.glowplug.runtime.launch.ProcessLauncher;
import io.glowplug.runtime.log.OutputCapture;
import io.glowplug.runtime.sandbox.SandboxedCommand;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import io.glowplug.runtime.sandbox.network.NetworkWatch;
import io.glowplug.runtime.slot.Slot;
import io.glowplug.runtime.slot.SlotKind;
import io.glowplug.runtime.slot.Slots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Starts processes ahead of their functions. What they see as a function's code is empty until one is put there. */
final class SlotStarter implements Slots.Source {

    private static final long START_LIMIT_SECONDS = 30;

    private final NodeSupport node;
    private final ProcessPlan plan;

    SlotStarter(NodeSupport node, ProcessPlan plan) {
        this.node = node;
        this.plan = plan;
    }

    @Override
    public Slot start(SlotKind kind) throws IOException {
        LaunchedProcess launched = node.launcher()
                .launch(
                        ProcessLauncher.newId(),
                        new ResourceLimits(kind.reservedMb()).whileStarting(),
                        new SlotOrder(kind));
        var slot = new Slot(
                kind,
                launched,
                (WaitingChannel) launched.channel(),
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

    private final class SlotOrder implements ProcessLauncher.Order<WaitingChannel> {

        private final SlotKind kind;

        SlotOrder(SlotKind kind) {
            this.kind = kind;
        }

        @Override
        public WaitingChannel openChannel(Path socket) throws IOException {
            return switch (kind.runtime().family()) {
                case PYTHON, NODEJS, RUBY -> node.channels().openFramed(socket);
                case JAVA, SPRING, DOTNET, PROVIDED ->
                    node.channels().openRuntimeApiAhead(socket, socket.resolveSibling(ProcessPlan.ORDER_SOCKET));
            };
        }

        @Override
        public SandboxedCommand prepare(Path own, Path channelDirectory, WaitingChannel channel, OutputCapture output)
                throws IOException {
            Path code = Files.createDirectory(codeMountPoint(own));
            Path layers = Files.createDirectory(layersMountPoint(own));
            node.spawner().makeMountPoint(code);
            node.spawner().makeMountPoint(layers);
            return plan.commandAhead(kind, new ProcessPlan.Directories(code, layers, channelDirectory));
        }

        /** It has no network that could keep anything from it. */
        @Override
        public NetworkWatch watch(OutputCapture output) {
            return (_, _) -> {};
        }
    }
}
