// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wire;

import io.glowplug.runtime.channel.Companions;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.WaitingChannel;
import io.glowplug.runtime.runtimeapi.FunctionApi;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Runtime API of a process that waits, and the socket on which it hears for which function. The process connects,
 * sends one byte {@code R} and gets an order: a length (4 bytes, big-endian) and that many bytes, the function's
 * variables as {@code NAME=value}, each ended by a zero byte.
 */
final class OrderedChannel implements WaitingChannel {

    private final FunctionApi api;
    private final Path socket;
    private final ServerSocketChannel listener;
    private volatile @Nullable SocketChannel connected;

    private OrderedChannel(FunctionApi api, Path socket, ServerSocketChannel listener) {
        this.api = api;
        this.socket = socket;
        this.listener = listener;
    }

    /** Listens for the one process that is to take the order; the Runtime API is the caller's until this returns. */
    static OrderedChannel open(FunctionApi api, Path socket) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket), 1);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failed) {
            listener.close();
            throw failed;
        }
        return new OrderedChannel(api, socket, listener);
    }

    @Override
    public void awaitConnection() throws IOException {
        SocketChannel process = listener.accept();
        connected = process;
        stopListening();
        ByteBuffer ready = ByteBuffer.allocate(1);
        if (process.read(ready) != 1 || ready.get(0) != 'R') {
            throw new EOFException("the process ended before it was ready");
        }
    }

    @Override
    public void load(FunctionFacts function, Map<String, String> variables) {
        SocketChannel process = connected;
        if (process == null) {
            throw new IllegalStateException("the process is not ready");
        }
        api.belongTo(function);
        ByteBuffer order = order(variables);
        try (process) {
            while (order.hasRemaining()) {
                process.write(order);
            }
        } catch (IOException gone) {
            api.processEnded();
        }
    }

    private static ByteBuffer order(Map<String, String> variables) {
        var text = new StringBuilder();
        variables.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\0'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .flip();
    }

    @Override
    public Init awaitInit() {
        return api.awaitInit();
    }

    @Override
    public Reply invoke(Handover handover) {
        return api.invoke(handover);
    }

    @Override
    public Companions companions() {
        return api.companions();
    }

    @Override
    public void runtimeEnded() {
        api.runtimeEnded();
    }

    @Override
    public void abandonRuntime() {
        api.abandonRuntime();
    }

    @Override
    public void processEnded() {
        stopListening();
        api.processEnded();
    }

    @Override
    public void close() {
        stopListening();
        SocketChannel process = connected;
        if (process != null) {
            try {
                process.close();
            } catch (IOException closing) {
                // There is no data left to lose on a channel that is given up.
            }
        }
        api.close();
    }

    private void stopListening() {
        try {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException left) {
            // A socket file nobody listens on does no harm, and its directory goes with the environment.
        }
    }
}
