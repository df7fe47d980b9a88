// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that is started before its function is known; the order is given as the launcher's package describes it. */
@Timeout(60)
class JavaStartAheadTest {

    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(10);
    private Path directory;
    private HttpServer api;

    @BeforeEach
    void listen(@TempDir Path temporary) throws IOException {
        directory = temporary;
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var asked = new AtomicBoolean();
        api.createContext("/2018-06-01/runtime/", exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                answers.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                reply(exchange, 202, "");
            } else if (asked.compareAndSet(false, true)) {
                exchange.getResponseHeaders()
                        .set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms", "4102444800000");
                reply(exchange, 200, "{\"name\":\"Ada\"}");
            }
        });
        api.start();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void theVariablesOfTheOrderAreThoseThatTheFunctionSees() throws Exception {
        Path socket = directory.resolve("order");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Process process = start(socket);
            try (SocketChannel launcher = server.accept()) {
                assertThat(readByte(launcher)).isEqualTo((byte) 'R');
                // A handler of the launcher's own that answers with its variable PATH.
                order(
                        launcher,
                        Map.of("_HANDLER", "io.glowplug.launcher.RehearsedHandler", "PATH", "/only/gr\u00fcezi"));
                assertThat(answers.poll(30, TimeUnit.SECONDS))
                        .contains("\"environment\":\"/only/gr\u00fcezi\"")
                        .contains("\"name\":\"Ada\"");
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void aJvmThatNobodyNeedsEnds() throws Exception {
        Path socket = directory.resolve("order");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Process process = start(socket);
            server.accept().close();
            assertThat(process.waitFor(Duration.ofSeconds(30))).isTrue();
            assertThat(process.exitValue()).isZero();
        }
    }

    private Process start(Path socket) throws IOException {
        JavaFiles files = JavaFiles.extractTo(Files.createDirectories(directory.resolve("bootstraps")));
        var builder = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        files.directory().resolve(JavaFiles.LAUNCHER).toString(),
                        "--await",
                        socket.toString()))
                .directory(directory.toFile())
                .inheritIO();
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "LANG", "C.UTF-8",
                        "GONE", "with the order",
                        "AWS_LAMBDA_RUNTIME_API",
                                "127.0.0.1:" + api.getAddress().getPort()));
        return builder.start();
    }

    private static byte readByte(SocketChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        assertThat(channel.read(one)).isEqualTo(1);
        return one.get(0);
    }

    private static void order(SocketChannel launcher, Map<String, String> variables) throws IOException {
        var text = new StringBuilder();
        variables.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\0'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        var out = new DataOutputStream(Channels.newOutputStream(launcher));
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
