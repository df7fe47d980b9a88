// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import io.glowplug.benchmarks.queue.NodePeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server for Node.js that answers every request with the same few bytes; see {@code benchmarks/peers/hello.cjs}. */
record HttpPeer(String name, Process process, int port) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Node.js's own server and nothing else: the most that a function in one process could ever answer. */
    static HttpPeer bare() throws IOException {
        int port = freePort();
        return started("bare Node.js http server", port, List.of("node", "hello.cjs", Integer.toString(port)));
    }

    /** Google's Functions Framework, with which functions run on Cloud Run. */
    static HttpPeer functionsFramework() throws IOException {
        int port = freePort();
        Path command = NodePeer.directory().resolve("node_modules/.bin/functions-framework");
        return started(
                "functions-framework",
                port,
                List.of(
                        "node",
                        command.toString(),
                        "--target=hello",
                        "--source=" + NodePeer.directory().resolve("hello.cjs"),
                        "--port=" + port));
    }

    private static HttpPeer started(String name, int port, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(NodePeer.directory().toFile());
        builder.environment().remove("NODE_EXTRA_CA_CERTS");
        builder.environment().put("NODE_ENV", "production");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        HttpPeer peer = new HttpPeer(name, process, port);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!peer.listens()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                peer.close();
                throw new IOException(name + " does not start: " + command);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return peer;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
