// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.awaitility.Awaitility.await;

import io.glowplug.testing.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The packaged application as users start it: a process of its own with a data directory. */
final class PlatformProcess implements AutoCloseable {

    static final String KEY_ID = "GPAKENDTOENDTESTS000";
    static final String SECRET = "end-to-end-tests-use-this-secret-only-00";

    private final Path directory;
    private final Map<String, String> settings = new HashMap<>();
    private final int port;
    private final int ingressPort = FreePorts.next();
    private Process process;

    private PlatformProcess(Path directory, int port) {
        this.directory = directory;
        this.port = port;
        settings.put("GLOWPLUG_DATA_DIR", directory.resolve("data").toString());
        settings.put("GLOWPLUG_PORT", Integer.toString(port));
        settings.put("GLOWPLUG_INGRESS_PORT", Integer.toString(ingressPort));
        settings.put("GLOWPLUG_KAFKA_PORT", Integer.toString(FreePorts.next()));
        settings.put("GLOWPLUG_S3_PORT", "0");
        settings.put("GLOWPLUG_ADMIN_ACCESS_KEY_ID", KEY_ID);
        settings.put("GLOWPLUG_ADMIN_SECRET_ACCESS_KEY", SECRET);
    }

    /** Prepares a node that keeps everything below that directory. */
    static PlatformProcess in(Path directory) {
        return new PlatformProcess(directory, FreePorts.next());
    }

    PlatformProcess with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    /** Lets the node make its first access key by itself, as it does for a newcomer. */
    PlatformProcess withGeneratedCredentials() {
        settings.remove("GLOWPLUG_ADMIN_ACCESS_KEY_ID");
        settings.remove("GLOWPLUG_ADMIN_SECRET_ACCESS_KEY");
        return this;
    }

    /** Starts the node without waiting for it. */
    PlatformProcess launch() {
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(InstalledPlatform.startCommand());
            builder.directory(directory.toFile());
            builder.environment().putAll(settings);
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            process = builder.start();
            FailureEvidence.watch(this);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PlatformProcess start() {
        launch();
        try {
            awaitReady();
            return this;
        } catch (RuntimeException | Error notReady) {
            process.destroyForcibly(); // nobody has it in hand yet who could close it
            throw notReady;
        }
    }

    void awaitReady() {
        await("the platform is ready; its output is in " + log())
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || rest().isReady());
        if (!process.isAlive()) {
            throw new AssertionError("the platform ended with " + process.exitValue() + ":\n" + tailOfLog());
        }
    }

    /** Ends it as a power cut would. */
    void killHard() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** Ends it as an administrator would. */
    void stop() {
        process.destroy();
        awaitExit(Duration.ofMinutes(1));
    }

    private void awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the platform did not end within " + limit + ":\n" + tailOfLog());
            }
            FailureEvidence.forget(this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the client signs in with, as curl takes it. */
    String credentials() {
        return KEY_ID + ":" + SECRET;
    }

    Rest rest() {
        return new Rest(port, KEY_ID, SECRET);
    }

    /** Reads the access key that the node made by itself. */
    Rest administrator() throws IOException {
        Properties credentials = new Properties();
        try (InputStream in = Files.newInputStream(dataDirectory().resolve("admin-credentials"))) {
            credentials.load(in);
        }
        return new Rest(
                port,
                credentials.getProperty("GLOWPLUG_ADMIN_ACCESS_KEY_ID"),
                credentials.getProperty("GLOWPLUG_ADMIN_SECRET_ACCESS_KEY"));
    }

    int port() {
        return port;
    }

    /** The port on which functions answer. */
    int ingressPort() {
        return ingressPort;
    }

    Path dataDirectory() {
        return directory.resolve("data");
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return directory.resolve("platform.log");
    }

    String tailOfLog() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }
}
