// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A queue for Node.js, in a process of its own for each question; see {@code benchmarks/peers/peer.mjs}. */
public final class NodePeer implements DurableQueue {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String name;
    private final String argument;
    private final String url;

    private NodePeer(String name, String argument, String url) {
        this.name = name;
        this.argument = argument;
        this.url = url;
    }

    public static NodePeer graphileWorker(String jdbcUrl) {
        return new NodePeer("graphile-worker", "graphile", nodeUrl(jdbcUrl));
    }

    public static NodePeer pgBoss(String jdbcUrl) {
        return new NodePeer("pg-boss", "boss", nodeUrl(jdbcUrl));
    }

    /** Installs the packages unless all of them are there; false, with a word on why, if they cannot be. */
    public static boolean install() {
        if (Files.isRegularFile(directory().resolve("node_modules/.bin/functions-framework"))) {
            return true;
        }
        try {
            run(List.of("npm", "ci", "--ignore-scripts"));
            return true;
        } catch (IllegalStateException | UncheckedIOException e) {
            System.out.println("without the peers for Node.js: " + e.getMessage());
            return false;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double acceptedPerSecond(int callers, Duration window) {
        return ask("accept", Integer.toString(callers), Double.toString(window.toMillis() / 1000.0))
                .get("perSecond")
                .asDouble();
    }

    @Override
    public double drainedPerSecond(int jobs) {
        return ask("drain", Integer.toString(jobs)).get("perSecond").asDouble();
    }

    @Override
    public Latency latency(int jobs) {
        JsonNode answer = ask("latency", Integer.toString(jobs));
        return new Latency(answer.get("p50").asDouble(), answer.get("p99").asDouble());
    }

    @Override
    public void close() {}

    private JsonNode ask(String... question) {
        List<String> command = new ArrayList<>(List.of("node", "peer.mjs", argument, url));
        command.addAll(List.of(question));
        return JsonMapper.shared().readTree(run(command));
    }

    private static String run(List<String> command) {
        try {
            Path output = Files.createTempFile("peer", ".out");
            Process process = new ProcessBuilder(command)
                    .directory(directory().toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException(command + " took longer than " + PATIENCE);
                }
                if (process.exitValue() != 0) {
                    throw new IllegalStateException(command + " ended with " + process.exitValue());
                }
                return Files.readString(output, StandardCharsets.UTF_8);
            } finally {
                process.destroyForcibly();
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Beside the directory that this class was built into. */
    public static Path directory() {
        try {
            Path built = Path.of(NodePeer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return built.resolve("../../peers").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JDBC driver's address in the form that the drivers for Node.js take. */
    private static String nodeUrl(String jdbcUrl) {
        String address = jdbcUrl.substring("jdbc:postgresql://".length());
        String hostAndName = address.substring(0, (address + "?").indexOf('?'));
        return "postgres://postgres@" + hostAndName;
    }
}
