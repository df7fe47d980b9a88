// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glowplug.app.settings.DataDirectory;
import io.glowplug.testing.FreePorts;
import io.glowplug.trigger.kafka.KafkaClusterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

class EmbeddedKafkaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private int port;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : toClose.reversed()) {
            one.close();
        }
    }

    @Test
    void keepsRecordsAcrossARestartForThoseWhoKnowThePassword() throws Exception {
        DataDirectory data = open();
        EmbeddedKafka first = kafka(data, FreePorts.next());
        assertThat(new KafkaHealthIndicator(first).health().getStatus()).isEqualTo(Status.UNKNOWN);
        first.clientProperties();
        assertThat(new KafkaHealthIndicator(first).health().getStatus()).isEqualTo(Status.UP);

        produce(fromFile(), "kept");
        first.close();
        kafka(data, port).clientProperties();

        assertThat(consume(fromFile(), 1)).containsExactly("kept");
    }

    @Test
    void refusesWhoDoesNotKnowThePassword() throws Exception {
        EmbeddedKafka kafka = kafka(open(), FreePorts.next());
        Map<String, Object> client = new HashMap<>(kafka.clientProperties());
        client.computeIfPresent(
                "sasl.jaas.config", (_, login) -> login.toString().replaceAll("password=\"..", "password=\"xx"));
        client.put("default.api.timeout.ms", 5000);
        client.put("request.timeout.ms", 4000);

        try (Admin admin = Admin.create(client)) {
            assertThatThrownBy(() -> admin.listTopics().names().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }

        client.keySet().removeIf(name -> name.startsWith("sasl.") || name.startsWith("security."));
        try (Admin admin = Admin.create(client)) {
            assertThatThrownBy(() -> admin.listTopics().names().get()).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void keepsItsSecretsToItsOwnUser() throws Exception {
        EmbeddedKafka kafka = kafka(open(), FreePorts.next());
        kafka.clientProperties();

        for (String file : List.of("password", "client.properties", "kcat.conf", "broker.properties")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(kafkaDirectory().resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        String password = Files.readString(kafkaDirectory().resolve("password"));
        assertThat(Files.readString(kafkaDirectory().resolve("broker.log"))).doesNotContain(password);
    }

    @Test
    void saysThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedKafka kafka = kafka(open(), taken.getLocalPort());

            assertThatThrownBy(kafka::clientProperties)
                    .isInstanceOf(KafkaClusterException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("GLOWPLUG_KAFKA_PORT");
            assertThat(new KafkaHealthIndicator(kafka).health().getStatus()).isEqualTo(Status.DOWN);
        }
    }

    @Test
    void comesBackWhenItsProcessIsKilled() throws Exception {
        EmbeddedKafka kafka = kafka(open(), FreePorts.next());
        kafka.clientProperties();
        produce(fromFile(), "before");
        long killed = Objects.requireNonNull(kafka.process()).pid();

        ProcessHandle.of(killed).orElseThrow().destroyForcibly();

        await().atMost(PATIENCE).until(() -> {
            BrokerProcess present = kafka.process();
            return present != null && present.pid() != killed;
        });
        produce(fromFile(), "after");
        assertThat(consume(fromFile(), 2)).containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void diesWithThePlatformAndTheNextOneGoesOnWithItsRecords() throws Exception {
        port = FreePorts.next();
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerOwner.class.getName(),
                        directory.toString(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        toClose.add(owner::destroyForcibly);
        ProcessHandle broker = ProcessHandle.of(Long.parseLong(pidFrom(owner))).orElseThrow();
        produce(fromFile(), "kept");

        owner.destroyForcibly().waitFor();
        kafka(open(), port).clientProperties();

        await().atMost(PATIENCE).until(() -> !broker.isAlive());
        assertThat(consume(fromFile(), 1)).containsExactly("kept");
    }

    private static String pidFrom(Process owner) throws IOException {
        BufferedReader output = owner.inputReader();
        String line;
        do {
            line = output.readLine();
            assertThat(line).as("the owner's output").isNotNull();
        } while (!line.matches("\\d+"));
        return line;
    }

    private DataDirectory open() {
        DataDirectory data = DataDirectory.open(directory);
        toClose.add(data);
        return data;
    }

    private EmbeddedKafka kafka(DataDirectory data, int onPort) {
        port = onPort;
        EmbeddedKafka kafka =
                new EmbeddedKafka(BrokerDirectory.of(data), new KafkaProperties(null, null, onPort, PATIENCE));
        toClose.add(kafka);
        return kafka;
    }

    private Path kafkaDirectory() {
        return directory.resolve("kafka");
    }

    private Map<String, Object> fromFile() throws IOException {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(kafkaDirectory().resolve("client.properties"))) {
            read.load(reader);
        }
        Map<String, Object> client = new HashMap<>();
        read.stringPropertyNames().forEach(name -> client.put(name, read.getProperty(name)));
        return client;
    }

    private static void produce(Map<String, Object> client, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("letters", value)).get(60, TimeUnit.SECONDS);
        }
    }

    private static List<String> consume(Map<String, Object> client, int count) {
        client.put("group.id", "reader");
        client.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("letters"));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }
}
