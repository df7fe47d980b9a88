// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.testing.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real broker in the test's JVM, on a port and a directory of its own, that can be stopped and started again. */
final class TestBroker implements KafkaCluster, AutoCloseable {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    private final Properties properties = new Properties();
    private final int port;
    private @Nullable KafkaRaftServer server;

    /** Makes a broker with a plain listener; further properties are added or replace its own. */
    TestBroker(Map<String, String> further) {
        port = FreePorts.next();
        int controllerPort = FreePorts.next();
        Path directory = temporaryDirectory();
        properties.putAll(Map.of(
                "node.id", "1",
                "process.roles", "broker,controller",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "controller.listener.names", "CONTROLLER",
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
                "log.dirs", directory.toString(),
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0"));
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "message.max.bytes", "20000000"));
        further.forEach((name, value) ->
                properties.merge(name, value, (own, added) -> name.equals("listeners") ? own + "," + added : added));
        format(directory);
        start();
    }

    /** The broker that most tests share. It ends with the JVM. */
    static TestBroker shared() {
        return Shared.BROKER;
    }

    @Override
    public Map<String, String> clientProperties() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    void start() {
        KafkaRaftServer next = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        next.startup();
        server = next;
    }

    void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    /** Makes a topic with a name of its own. */
    String topic(int partitions) {
        String name = "topic-" + TOPICS.incrementAndGet();
        createTopic(name, partitions);
        return name;
    }

    void createTopic(String name, int partitions) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes a topic and makes one of the same name, which takes the broker a moment. */
    void recreateTopic(String name) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(name)).all().get();
            Awaitility.await()
                    .atMost(KafkaRig.PATIENCE)
                    .until(() -> !admin.listTopics().names().get().contains(name));
        }
        createTopic(name, 1);
    }

    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "max.request.size", "20000000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes values to one partition, in order, and waits until the broker has them. */
    void produce(String topic, int partition, List<String> values) {
        send(values.stream()
                .map(value -> new ProducerRecord<byte[], byte[]>(
                        topic, partition, null, value.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    /** Writes records and waits until the broker has them. */
    void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("glowplug-broker");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void format(Path directory) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Shared {
        static final TestBroker BROKER = started();

        private static TestBroker started() {
            TestBroker broker = new TestBroker(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
            return broker;
        }
    }
}
