// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import static org.awaitility.Awaitility.await;

import io.glowplug.e2e.InstalledPlatform;
import io.glowplug.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The platform's own broker program as a process of ours, with a door that asks for no password. */
final class BrokerServer implements AutoCloseable {

    private static final String MAIN = "io.glowplug.app.embedded.kafka.BrokerMain";
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    private final Path directory;
    private final int port;
    private Process process;

    private BrokerServer(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.process = launch();
    }

    static BrokerServer start(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("broker"));
        int port = FreePorts.next();
        Files.writeString(directory.resolve("broker/broker.properties"), """
                node.id=1
                process.roles=broker,controller
                log.dirs=%s
                listeners=CLIENT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                advertised.listeners=CLIENT://127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@127.0.0.1:%3$d
                inter.broker.listener.name=CLIENT
                listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT
                auto.create.topics.enable=false
                group.initial.rebalance.delay.ms=0
                log.segment.bytes=16777216
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.num.partitions=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                """.formatted(
                        directory.resolve("broker/log"), port, FreePorts.next()));
        BrokerServer broker = new BrokerServer(directory, port);
        broker.awaitReady();
        return broker;
    }

    private Process launch() throws IOException {
        List<String> command = InstalledPlatform.programCommand(
                MAIN, directory.resolve("broker/broker.properties").toString(), Integer.toString(port));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("broker.log").toFile()))
                .start();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void kill() {
        Processes.killWithChildren(process.toHandle());
    }

    /** Starts it if it is not running. */
    void heal() {
        try {
            if (!process.isAlive()) {
                process = launch();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitReady() {
        await("the broker is ready; its output is in " + directory.resolve("broker.log"))
                .atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> {
                    heal();
                    try (Admin admin = admin()) {
                        return !admin.describeCluster()
                                .nodes()
                                .get(5, TimeUnit.SECONDS)
                                .isEmpty();
                    }
                });
    }

    Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address()));
    }

    @Override
    public void close() {
        kill();
    }
}
