// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.channel.Companions;
import io.glowplug.runtime.channel.FunctionFacts;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The platform's side of the conversation: waits on the calling thread for what the event loop hears. */
final class RuntimeApiChannel implements FunctionApi, ExtensionApi {

    private final Conversation conversation;
    private final Extensions extensions;
    private final Path socket;
    private final Channel listener;
    private final ChannelGroup connections;

    RuntimeApiChannel(
            Conversation conversation, Extensions extensions, Path socket, Channel listener, ChannelGroup connections) {
        this.conversation = conversation;
        this.extensions = extensions;
        this.socket = socket;
        this.listener = listener;
        this.connections = connections;
    }

    @Override
    public void belongTo(FunctionFacts function) {
        extensions.belongTo(function);
    }

    @Override
    public Init awaitInit() {
        return afterRuntime(await(conversation.init(), new Init.Gone()));
    }

    @Override
    public Init afterRuntime(Init runtime) {
        extensions.runtimeInitialised(runtime);
        if (!(runtime instanceof Init.Ready)) {
            return runtime;
        }
        Init gone = new Init.Gone();
        CompletableFuture<Init> ready = extensions.runtimeIsReady().thenApply(_ -> runtime);
        CompletableFuture<Init> broken = extensions.broken().thenApply(_ -> gone);
        return await(ready.applyToEither(broken, first -> extensions.broken().isDone() ? gone : first), gone);
    }

    @Override
    public void announce(Handover handover) {
        extensions.invoke(handover);
    }

    @Override
    public Companions companions() {
        return extensions;
    }

    @Override
    public void runtimeEnded() {
        conversation.end();
    }

    @Override
    public void abandonRuntime() {
        conversation.end();
    }

    @Override
    public Reply invoke(Handover handover) {
        announce(handover);
        return await(conversation.offer(handover), new Reply.Gone());
    }

    /** As on the other wire, interrupting the one who waits gives the process up. */
    private <T> T await(CompletableFuture<T> said, T gone) {
        try {
            return said.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            close();
            return gone;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a conversation never fails", impossible);
        }
    }

    /** A process that waited for the answer to its last request has been heard by now. */
    @Override
    public void processEnded() {
        conversation.end();
        extensions.end();
        extensions.closeTelemetry();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the descriptors
    @Override
    public void close() {
        conversation.end();
        extensions.end();
        extensions.closeTelemetry();
        listener.close();
        connections.close();
        try {
            Files.deleteIfExists(socket);
        } catch (IOException left) {
            // A socket file nobody listens on does no harm, and its directory goes with the environment.
        }
    }
}
