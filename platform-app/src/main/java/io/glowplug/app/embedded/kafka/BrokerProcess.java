// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import io.glowplug.trigger.kafka.KafkaClusterException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A broker's process, from its start to its end. */
final class BrokerProcess {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final long MAX_LOG_BYTES = 16L * 1024 * 1024;

    private final Process process;

    private BrokerProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it serves clients.
     *
     * @throws KafkaClusterException if it does not
     */
    static BrokerProcess start(List<String> command, Path logFile, int port, Duration patience) {
        try {
            keepSmall(logFile);
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(Redirect.appendTo(new File(logFile.toString())));
            builder.environment().clear(); // the platform's holds secrets
            BrokerProcess broker = new BrokerProcess(builder.start());
            broker.awaitReady(logFile, port, patience);
            return broker;
        } catch (IOException e) {
            throw new KafkaClusterException("the embedded broker cannot be started: " + e.getMessage(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Lets it write what it has and end. */
    void stop() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(Path logFile, int port, Duration patience) {
        BufferedReader output = process.inputReader();
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread.ofVirtual().name("embedded-kafka-output").start(() -> {
            try {
                ready.complete(BrokerMain.READY.equals(output.readLine()));
                while (output.readLine() != null) {
                    // Kafka's own prints have no place to go, but must not fill the pipe.
                }
            } catch (IOException e) {
                ready.complete(false);
            }
        });
        boolean inTime;
        try {
            inTime = ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            inTime = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inTime = false;
        }
        if (!inTime) {
            throw refusal(logFile, port);
        }
    }

    private KafkaClusterException refusal(Path logFile, int port) {
        try {
            boolean ended = process.waitFor(1, TimeUnit.SECONDS);
            if (ended && process.exitValue() == BrokerMain.PORT_TAKEN) {
                return new KafkaClusterException(
                        "port " + port + " of 127.0.0.1, where the embedded broker is to listen, is taken by another"
                                + " program; end that one, let GLOWPLUG_KAFKA_PORT name another port, or name an"
                                + " external cluster by GLOWPLUG_KAFKA_BOOTSTRAP_SERVERS",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return new KafkaClusterException("the embedded broker did not start; " + logFile + " tells more", null);
    }

    private static void keepSmall(Path logFile) throws IOException {
        if (Files.exists(logFile) && Files.size(logFile) > MAX_LOG_BYTES) {
            Files.delete(logFile);
        }
    }
}
