// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A line between a node and a server on this machine that can be cut, held up or slowed down. */
final class TcpProxy implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Line line = Line.GOOD;

    private sealed interface Line {
        Line GOOD = new Good();

        record Good() implements Line {}

        record Cut() implements Line {}

        record Stalled() implements Line {}

        record Slow(Duration by) implements Line {}
    }

    private TcpProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Opens one on a free port in front of that port. */
    static TcpProxy to(int port) {
        try {
            ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
            TcpProxy proxy = new TcpProxy(server, port);
            Thread.ofVirtual().name("proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Breaks what is connected, and whoever connects from now on. */
    void cut() {
        line = new Line.Cut();
        open.forEach(this::reset);
    }

    /** Lets nothing pass, and breaks nothing. */
    void stall() {
        line = new Line.Stalled();
    }

    void delay(Duration by) {
        line = new Line.Slow(by);
    }

    void heal() {
        line = Line.GOOD;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().name("proxy-connect").start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        if (line instanceof Line.Cut) {
            reset(client);
            return;
        }
        Socket upstream = new Socket();
        try {
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException away) {
            reset(client);
            reset(upstream);
            return;
        }
        open.add(client);
        open.add(upstream);
        Thread.ofVirtual().name("proxy-up").start(() -> pump(client, upstream));
        Thread.ofVirtual().name("proxy-down").start(() -> pump(upstream, client));
    }

    private void pump(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                holdUp();
                out.write(chunk, 0, read);
            }
        } catch (IOException broken) {
            // The other direction ends too, below.
        } finally {
            reset(from);
            reset(to);
        }
    }

    private void holdUp() {
        if (line instanceof Line.Slow(Duration by)) {
            LockSupport.parkNanos(by.toNanos());
        }
        while (line instanceof Line.Stalled) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private void reset(Socket socket) {
        open.remove(socket);
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // That is all that was wanted.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
