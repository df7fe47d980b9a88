// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records a second from a topic through a function in batches of 500, beside a bare consumer of the same topic. */
final class KafkaBenchmark implements Benchmark {

    private static final int RECORDS = 200_000;
    private static final int BATCH = 500;

    @Override
    public void run(Platform platform, Report report) throws IOException {
        Functions.createConsumer(platform, "kafka");
        String trigger = """
                {"name": "%s", "function": "kafka", "type": "kafka",
                 "settings": {"topics": ["%s"]}, "batch": {"size": %d}}""";
        platform.rest().post("/api/v1/triggers", trigger.formatted("warm-up", "warm-up", BATCH));
        Properties client = new Properties();
        platform.await("the embedded broker answers", Duration.ofMinutes(2), () -> createTopic(platform, client));
        produce(client, "records");

        double raw = consume(client);
        long start = System.nanoTime();
        platform.rest().post("/api/v1/triggers", trigger.formatted("records", "records", BATCH));
        platform.await(
                "all records are through",
                Duration.ofMinutes(5),
                () -> platform.rest().ledger("kafka", "succeeded") >= RECORDS / BATCH && drained(platform));
        double perSecond = RECORDS / ((System.nanoTime() - start) / 1e9);
        report.add("Kafka records through Node.js in batches of 500", perSecond, "/s", "bare consumer /s", raw);
    }

    private static boolean createTopic(Platform platform, Properties client) {
        Path file = platform.dataDirectory().resolve("kafka/client.properties");
        if (!Files.exists(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            client.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic("records", 4, (short) 1)))
                    .all()
                    .get(5, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return e.getCause() instanceof TopicExistsException;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean drained(Platform platform) {
        var status = platform.rest().get("/api/v1/triggers/records/status");
        return status.get("lag").size() > 0
                && status.get("lag").valueStream().allMatch(lag -> lag.asLong() == 0)
                && platform.rest().ledger("kafka", "waiting") + platform.rest().ledger("kafka", "inFlight") == 0;
    }

    private static void produce(Properties client, String topic) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put("linger.ms", "20");
        byte[] value = ("{\"text\":\"" + "x".repeat(280) + "\"}").getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int n = 0; n < RECORDS; n++) {
                var _ = producer.send(new ProducerRecord<>(topic, n % 4, null, value));
            }
        }
    }

    private static double consume(Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put("group.id", "bare");
        properties.put("auto.offset.reset", "earliest");
        properties.put("max.poll.records", Integer.toString(BATCH));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("records"));
            int seen = 0;
            long start = 0;
            while (seen < RECORDS) {
                int count = consumer.poll(Duration.ofSeconds(1)).count();
                if (start == 0 && count > 0) {
                    start = System.nanoTime();
                }
                seen += count;
            }
            return seen / ((System.nanoTime() - start) / 1e9);
        }
    }
}
