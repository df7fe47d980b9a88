// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The bare peer of a Java function: a JVM with default options, no sandbox and no start cache, that runs the same handler
 * with AWS's own runtime client, against a Runtime API in this process that has one event.
 */
final class JavaClientPeer {

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String PACKED = "io/glowplug/runtime/bootstrap/java/";

    private final Path jars;
    private final Path code;
    private final String handler;

    /**
     * @param code directory with the handler's class
     * @param jars directory with the client and what it needs
     */
    private JavaClientPeer(Path code, Path jars, String handler) {
        this.code = code;
        this.jars = jars;
        this.handler = handler;
    }

    /** @param platform the platform's jar, beside whose libraries lies the one that brings the client */
    static BarePeer of(Path platform, Path code, String handler) throws IOException {
        Path jars = Files.createDirectories(code.resolveSibling("client"));
        try (Stream<Path> libraries = Files.list(platform.resolveSibling("lib"))) {
            Path runtime = libraries
                    .filter(library -> library.getFileName().toString().startsWith("function-runtime-"))
                    .findFirst()
                    .orElseThrow();
            unpack(runtime, jars);
        }
        var peer = new JavaClientPeer(code, jars, handler);
        return new BarePeer("a bare JVM with AWS's client", peer::untilFirstAnswer);
    }

    private static void unpack(Path runtime, Path jars) throws IOException {
        try (var packed = new ZipFile(runtime.toFile())) {
            List<? extends ZipEntry> entries = packed.stream()
                    .filter(entry -> entry.getName().startsWith(PACKED)
                            && entry.getName().endsWith(".jar")
                            && !entry.getName().endsWith("launcher.jar"))
                    .toList();
            for (ZipEntry entry : entries) {
                try (InputStream in = packed.getInputStream(entry)) {
                    Files.write(jars.resolve(entry.getName().substring(PACKED.length())), in.readAllBytes());
                }
            }
        }
    }

    private void untilFirstAnswer(LongConsumer then) throws IOException {
        var answered = new CountDownLatch(1);
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            api.setExecutor(threads);
            api.createContext("/2018-06-01/runtime/", exchange -> serve(exchange, answered));
            api.start();
            Process process = start(api.getAddress().getPort());
            try {
                if (!answered.await(1, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("the bare JVM did not answer");
                }
                then.accept(process.pid());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } finally {
                process.destroyForcibly();
                api.stop(0);
                threads.shutdownNow();
            }
        }
    }

    /** The second request for an event is never answered. */
    private static void serve(HttpExchange exchange, CountDownLatch answered) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
            answered.countDown();
        } else if (answered.getCount() > 0) {
            byte[] event = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .putAll(Map.of(
                            "Lambda-Runtime-Aws-Request-Id",
                            List.of(UUID.randomUUID().toString()),
                            "Lambda-Runtime-Deadline-Ms",
                            List.of("4102444800000"),
                            "Content-Type",
                            List.of("application/json")));
            exchange.sendResponseHeaders(200, event.length);
            exchange.getResponseBody().write(event);
            exchange.close();
        }
    }

    private Process start(int port) throws IOException {
        var builder = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java", "-cp", jars + "/*", CLIENT, handler)
                .directory(code.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port,
                        "LAMBDA_TASK_ROOT", code.toString(),
                        "AWS_LAMBDA_FUNCTION_NAME", "bare",
                        "AWS_LAMBDA_FUNCTION_VERSION", "1",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128",
                        "AWS_LAMBDA_LOG_GROUP_NAME", "bare",
                        "AWS_LAMBDA_LOG_STREAM_NAME", "bare",
                        "AWS_REGION", "us-east-1"));
        return builder.start();
    }
}
