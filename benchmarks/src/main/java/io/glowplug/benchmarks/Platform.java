// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import io.glowplug.benchmarks.queue.RestDialect;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A node as users start it, in a process of its own. */
final class Platform implements AutoCloseable {

    static final String KEY_ID = "GPAKBENCHMARKS000000";
    static final String SECRET = "benchmarks-use-this-secret-only-00000000";

    /** The same for all nodes of a run, since they share a database. */
    private static final String MASTER_KEY = "YmVuY2htYXJrcyB1c2UgdGhpcyBtYXN0ZXIga2V5IDE=";

    private final Process process;
    private final Path jar;
    private final Path directory;
    private final @Nullable Database database;
    private final int port;
    private final int ingressPort;
    private final int s3Port;

    /** Where its doors are. */
    private record Ports(int api, int ingress, int s3) {}

    private Platform(Process process, Path jar, Path directory, @Nullable Database database, Ports ports) {
        this.process = process;
        this.jar = jar;
        this.directory = directory;
        this.database = database;
        this.port = ports.api();
        this.ingressPort = ports.ingress();
        this.s3Port = ports.s3();
    }

    /** Starts a node on that database, or with an embedded one of its own, and waits until it is ready. */
    static Platform start(Path jar, Path directory, @Nullable Database database) throws IOException {
        return start(jar, directory, database, Map.of());
    }

    /** Starts one with these settings too. */
    static Platform start(Path jar, Path directory, @Nullable Database database, Map<String, String> settings)
            throws IOException {
        Files.createDirectories(directory);
        int port = freePort();
        int ingressPort = freePort();
        int s3Port = freePort();
        ProcessBuilder builder = new ProcessBuilder(command(jar));
        Map<String, String> environment = builder.environment();
        environment.put("GLOWPLUG_DATA_DIR", directory.resolve("data").toString());
        environment.put("GLOWPLUG_PORT", Integer.toString(port));
        environment.put("GLOWPLUG_INGRESS_PORT", Integer.toString(ingressPort));
        environment.put("GLOWPLUG_KAFKA_PORT", Integer.toString(freePort()));
        environment.put("GLOWPLUG_S3_PORT", Integer.toString(s3Port));
        environment.put("GLOWPLUG_S3_DIRECTORY", directory.resolve("objects").toString());
        environment.put("GLOWPLUG_ADMIN_ACCESS_KEY_ID", KEY_ID);
        environment.put("GLOWPLUG_ADMIN_SECRET_ACCESS_KEY", SECRET);
        environment.put("GLOWPLUG_MASTER_KEY", MASTER_KEY);
        if (database != null) {
            environment.put("GLOWPLUG_DATABASE_URL", database.url());
        }
        environment.putAll(settings);
        Path log = directory.resolve("platform.log");
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Platform platform =
                new Platform(builder.start(), jar, directory, database, new Ports(port, ingressPort, s3Port));
        platform.await(
                "ready; its output is in " + log,
                Duration.ofMinutes(2),
                () -> platform.rest().isReady());
        return platform;
    }

    int s3Port() {
        return s3Port;
    }

    /** Starts a node, ends it again, and returns how long it took to be ready, in milliseconds. */
    static double startAndStop(Path jar, Path directory, @Nullable Database database) throws IOException {
        long start = System.nanoTime();
        try (Platform _ = start(jar, directory, database)) {
            return (System.nanoTime() - start) / 1e6;
        }
    }

    /** The launcher's command line: with the start cache, once there is one. */
    private static List<String> command(Path jar) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED"));
        Path startCache = jar.resolveSibling("start.aot");
        if (Files.exists(startCache)) {
            command.add("-XX:AOTCache=" + startCache);
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** Waits until the condition holds, or gives up with an error that says what did not happen. */
    void await(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the platform ended with " + process.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Waits until every accepted event of the function has come to its end. */
    void awaitNothingOpen(String function) {
        await(
                "all events of " + function + " are run",
                Duration.ofMinutes(5),
                () -> rest().ledger(function, "waiting") + rest().ledger(function, "inFlight") == 0);
    }

    /** The port on which functions answer. */
    int ingressPort() {
        return ingressPort;
    }

    Rest rest() {
        return new Rest(port, KEY_ID, SECRET);
    }

    /** Opens connections to the port on which functions answer. */
    Load ingressLoad() {
        return new Load(ingressPort, KEY_ID, SECRET);
    }

    /** Opens connections for many callers at once. */
    Load load() {
        return new Load(port, KEY_ID, SECRET);
    }

    /** Makes a queue and says how to talk to it. */
    RestDialect queue(String name) {
        rest().post("/api/v1/queues", "{\"name\":\"" + name + "\"}");
        String credentials =
                Base64.getEncoder().encodeToString((KEY_ID + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        return new RestDialect("http://127.0.0.1:" + port + "/api/v1/queues/" + name, "Basic " + credentials);
    }

    Database database() {
        return Objects.requireNonNull(database, "this node has a database of its own");
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    Path jar() {
        return jar;
    }

    Path dataDirectory() {
        return directory.resolve("data");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** As {@code kill -9}: it has no time to put anything in order. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
