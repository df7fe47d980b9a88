// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.network;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One environment's way out. What comes over its socket was put together by {@code glowplug-init}, but is read as if it
 * came from the function.
 */
public final class InternetGateway implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(InternetGateway.class);

    /** Connections and queries of names, as many as {@code glowplug-init} carries; each takes two descriptors. */
    private static final int MAX_CONNECTIONS = 128 + 32;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int MAX_QUERY_BYTES = 1232;
    private static final byte CONNECTION = 'T';
    private static final byte NAME = 'N';
    private static final byte[] CONSENT = {1};

    private final ServerSocketChannel server;
    private final DestinationPolicy policy;
    private final Names names;
    private final NetworkWatch watch;
    private final Semaphore roomOfNode;
    private final Semaphore room = new Semaphore(MAX_CONNECTIONS);
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    /** Turns names into addresses. */
    interface Names {

        /**
         * Returns all there are.
         *
         * @throws UnknownHostException if there is no such name; any other IOException if that is not known
         */
        List<InetAddress> resolve(String name) throws IOException;
    }

    private InternetGateway(
            ServerSocketChannel server,
            DestinationPolicy policy,
            Names names,
            NetworkWatch watch,
            Semaphore roomOfNode) {
        this.server = server;
        this.policy = policy;
        this.names = names;
        this.watch = watch;
        this.roomOfNode = roomOfNode;
    }

    static InternetGateway open(
            Path socket, DestinationPolicy policy, Names names, NetworkWatch watch, Semaphore roomOfNode)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket), MAX_CONNECTIONS);
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
        var gateway = new InternetGateway(server, policy, names, watch, roomOfNode);
        Thread.ofVirtual().name("function-internet").start(gateway::accept);
        return gateway;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel function = server.accept();
                open.add(function);
                if (!server.isOpen() || !takeRoom()) {
                    drop(function);
                } else {
                    Thread.startVirtualThread(() -> serve(function));
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failed) {
                log.warn("A connection of a function could not be taken", failed);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean takeRoom() {
        if (room.tryAcquire()) {
            if (roomOfNode.tryAcquire()) {
                return true;
            }
            room.release();
        }
        return false;
    }

    private void serve(SocketChannel function) {
        try {
            ByteBuffer kind = read(function, 1);
            switch (kind.get()) {
                case CONNECTION -> connect(function);
                case NAME -> answerName(function);
                default -> log.debug("A gateway was sent something else than a connection or a name");
            }
        } catch (IOException broken) {
            log.trace("A connection of a function ended", broken);
        } finally {
            room.release();
            roomOfNode.release();
            drop(function);
        }
    }

    private void drop(SocketChannel channel) {
        open.remove(channel);
        try {
            channel.close();
        } catch (IOException unlikely) {
            log.debug("A connection could not be closed", unlikely);
        }
    }

    // ---- connections ----

    private void connect(SocketChannel function) throws IOException {
        int length = read(function, 1).get();
        if (length != 4 && length != 16) {
            throw new IOException("no length of an address: " + length);
        }
        ByteBuffer rest = read(function, length + Short.BYTES);
        byte[] bytes = new byte[length];
        rest.get(bytes);
        InetAddress address = InetAddress.getByAddress(bytes);
        int port = Short.toUnsignedInt(rest.getShort());
        var refusal = policy.refusal(address, port);
        if (refusal.isPresent()) {
            watch.refused(written(address, port), refusal.get());
            return;
        }
        try (SocketChannel destination = SocketChannel.open()) {
            open.add(destination);
            try {
                destination.setOption(StandardSocketOptions.TCP_NODELAY, true);
                destination.socket().connect(new InetSocketAddress(address, port), (int) CONNECT_LIMIT.toMillis());
                write(function, ByteBuffer.wrap(CONSENT));
                carry(function, destination);
            } finally {
                open.remove(destination);
            }
        }
    }

    private static String written(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static void carry(SocketChannel function, SocketChannel destination) throws IOException {
        Thread out = Thread.startVirtualThread(() -> pumpOrBreak(function, destination));
        pumpOrBreak(destination, function);
        try {
            out.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /** A direction that breaks ends the other one too; one that ends leaves it open. */
    private static void pumpOrBreak(SocketChannel from, SocketChannel to) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (from.read(buffer) >= 0) {
                buffer.flip();
                write(to, buffer);
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            log.trace("A connection of a function broke", broken);
            closeBoth(from, to);
        }
    }

    private static void closeBoth(SocketChannel one, SocketChannel other) {
        try (one;
                other) {
            log.trace("Closing both ends");
        } catch (IOException unlikely) {
            log.debug("A connection could not be closed", unlikely);
        }
    }

    // ---- names ----

    private void answerName(SocketChannel function) throws IOException {
        int length = Short.toUnsignedInt(read(function, Short.BYTES).getShort());
        if (length > MAX_QUERY_BYTES) {
            throw new IOException("a query of " + length + " bytes");
        }
        var query = NameQuery.parse(read(function, length).array());
        if (query.isPresent()) {
            write(function, ByteBuffer.wrap(answer(query.get())));
        }
    }

    private byte[] answer(NameQuery query) {
        if (!query.isOfTheInternet()) {
            return query.answer(NameQuery.NO_SUCH_NAME);
        }
        var refusal = policy.refusal(query.name());
        if (refusal.isPresent()) {
            watch.refused(query.name(), refusal.get());
            return query.answer(NameQuery.NO_SUCH_NAME);
        }
        if (!query.asksForAddresses()) {
            return query.answer(NameQuery.NO_ERROR);
        }
        try {
            List<InetAddress> found = names.resolve(query.name());
            List<InetAddress> told = policy.tell(query.name(), found);
            if (told.isEmpty() && !found.isEmpty()) {
                watch.refused(
                        query.name(),
                        "leads to an address that is not open: "
                                + found.getFirst().getHostAddress());
                return query.answer(NameQuery.NO_SUCH_NAME);
            }
            return query.answer(told);
        } catch (UnknownHostException unknown) {
            return query.answer(NameQuery.NO_SUCH_NAME);
        } catch (IOException failed) {
            log.debug("A name could not be resolved for a function", failed);
            return query.answer(NameQuery.SERVER_FAILURE);
        }
    }

    // ---- bytes ----

    private static ByteBuffer read(SocketChannel channel, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("ended in the middle of what it was to say");
            }
        }
        return buffer.flip();
    }

    private static void write(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(this::drop);
    }
}
