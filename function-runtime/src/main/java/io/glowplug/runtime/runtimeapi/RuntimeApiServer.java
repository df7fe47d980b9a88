// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.channel.FunctionFacts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Serves the Runtime API to any number of processes, each on a socket of its own, with a few threads for all. */
public final class RuntimeApiServer implements AutoCloseable {

    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    /** Runtime clients use one or two connections; a process must not use up the platform's file descriptors. */
    private static final int MAX_CONNECTIONS_PER_PROCESS = 64;

    /** AWS's clients put up to a mebibyte of tracing data into a header of {@code error}. */
    private static final HttpDecoderConfig LIMITS = new HttpDecoderConfig()
            .setMaxInitialLineLength(4096)
            .setMaxHeaderSize(1024 * 1024 + 16 * 1024)
            .setMaxChunkSize(64 * 1024);

    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(
            THREADS, new DefaultThreadFactory("runtime-api", true), NioIoHandler.newFactory());

    private final InstantSource clock;

    /** @param clock for the times of what extensions are told */
    public RuntimeApiServer(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Listens on a new socket that only this user may connect to; in a sandbox, whoever this user is mapped to.
     *
     * @throws IOException among other things when the path exists or is longer than a socket's may be (107 bytes)
     */
    public FunctionApi open(Path socket, FunctionFacts facts) throws IOException {
        return listen(socket, facts);
    }

    /** Listens likewise, for an environment whose runtime is served elsewhere. */
    public ExtensionApi openForExtensions(Path socket, FunctionFacts facts) throws IOException {
        return listen(socket, facts);
    }

    private RuntimeApiChannel listen(Path socket, FunctionFacts facts) throws IOException {
        Conversation conversation = new Conversation();
        Extensions extensions = new Extensions(facts, clock);
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        ChannelFuture bound = new ServerBootstrap()
                .group(threads)
                .channel(NioServerDomainSocketChannel.class)
                .childHandler(new Connect(conversation, extensions, connections))
                .bind(UnixDomainSocketAddress.of(socket))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + socket, bound.cause());
        }
        RuntimeApiChannel channel =
                new RuntimeApiChannel(conversation, extensions, socket, bound.channel(), connections);
        try {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
        return channel;
    }

    @Override
    public void close() {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Prepares each connection of one process. */
    private static final class Connect extends ChannelInitializer<Channel> {

        private final Conversation conversation;
        private final Extensions extensions;
        private final ChannelGroup connections;
        private final UploadSlot uploads = new UploadSlot();
        private final Semaphore free = new Semaphore(MAX_CONNECTIONS_PER_PROCESS);

        Connect(Conversation conversation, Extensions extensions, ChannelGroup connections) {
            this.conversation = conversation;
            this.extensions = extensions;
            this.connections = connections;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the descriptor
        @Override
        protected void initChannel(Channel connection) {
            if (!free.tryAcquire()) {
                connection.close();
                return;
            }
            connection.closeFuture().addListener(closed -> free.release());
            connections.add(connection);
            connection
                    .pipeline()
                    .addLast(new HttpServerCodec(LIMITS), new RequestHandler(conversation, extensions, uploads));
        }
    }
}
