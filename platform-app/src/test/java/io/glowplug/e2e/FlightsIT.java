// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.e2e.Rest.Balance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** 231,083 real flights through a Kafka topic, batched into a function: the sums must come out exact. */
@ExtendWith(SharedPlatform.class)
class FlightsIT {

    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();
    private static final Path FLIGHTS = EXAMPLES.resolve("node_modules/vega-datasets/data/flights-200k.json");
    private static final int PARTITIONS = 4;

    @Test
    void theSumIsExactWhenTheNodeIsKilledHalfWay(PlatformProcess platform) throws Exception {
        Statistics expected = produce(platform);
        await("half of the batches are through")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> platform.rest().ledger("flight-delays").succeeded() > 200);

        platform.killHard();
        platform.start();

        awaitAll(platform, expected);
        assertThat(sumOfAnswers(platform)).isEqualTo(expected);
        assertThat(platform.rest().ledger("flight-delays").balances()).isTrue();
    }

    private static Statistics produce(PlatformProcess platform) throws Exception {
        Rest rest = platform.rest();
        rest.createFunction(
                "flight-delays",
                "nodejs20.x",
                "index.handler",
                EXAMPLES.resolve("flight-delays"),
                Map.of("memoryMb", 256, "timeoutSeconds", 30));
        rest.post("/api/v1/triggers", """
                {"name": "flights", "function": "flight-delays", "type": "kafka",
                 "settings": {"topics": ["flights"]}, "batch": {"size": 500}}""", 201);
        Properties client = clientProperties(platform);
        await("the embedded broker answers")
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> createTopic(client));

        JsonNode flights = Rest.JSON.readTree(FLIGHTS.toFile());
        Statistics expected = new Statistics(0, 0, 0, 0);
        client.put("linger.ms", "20");
        client.put("compression.type", "lz4");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            int n = 0;
            for (JsonNode flight : flights) {
                byte[] value = flight.toString().getBytes(StandardCharsets.UTF_8);
                var _ = producer.send(new ProducerRecord<>("flights", n++ % PARTITIONS, null, value));
                expected = expected.plus(Statistics.of(flight));
            }
            producer.flush();
        }
        assertThat(expected.flights()).isEqualTo(231_083);
        return expected;
    }

    private static boolean createTopic(Properties client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            if (!admin.listTopics().names().get().contains("flights")) {
                admin.createTopics(List.of(new NewTopic("flights", PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
            return true;
        }
    }

    private static Properties clientProperties(PlatformProcess platform) throws IOException {
        Path file = platform.dataDirectory().resolve("kafka/client.properties");
        await("the embedded broker's client properties are written")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(file));
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }

    private static void awaitAll(PlatformProcess platform, Statistics expected) {
        await("all flights are through")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    Balance balance = platform.rest().ledger("flight-delays");
                    return balance.settled() && lag(platform) == 0 && balance.succeeded() >= expected.flights() / 500;
                });
    }

    private static long lag(PlatformProcess platform) {
        JsonNode status = platform.rest().get("/api/v1/triggers/flights/status");
        if (!status.get("state").asString().equals("running")
                || status.get("lag").size() < PARTITIONS) {
            return Long.MAX_VALUE;
        }
        return status.get("lag").valueStream().mapToLong(JsonNode::asLong).sum();
    }

    private static Statistics sumOfAnswers(PlatformProcess platform) {
        Statistics sum = new Statistics(0, 0, 0, 0);
        for (JsonNode invocation : platform.rest().all("/api/v1/invocations?function=flight-delays")) {
            JsonNode answer = platform.rest()
                    .get("/api/v1/invocations/" + invocation.get("id").asString())
                    .get("answer");
            sum = sum.plus(new Statistics(
                    answer.get("flights").asLong(),
                    answer.get("delayed").asLong(),
                    answer.get("delayMinutes").asLong(),
                    answer.get("distanceMiles").asLong()));
        }
        return sum;
    }

    private record Statistics(long flights, long delayed, long delayMinutes, long distanceMiles) {

        static Statistics of(JsonNode flight) {
            long delay = flight.get("delay").asLong();
            return new Statistics(
                    1, delay > 0 ? 1 : 0, delay, flight.get("distance").asLong());
        }

        Statistics plus(Statistics that) {
            return new Statistics(
                    flights + that.flights,
                    delayed + that.delayed,
                    delayMinutes + that.delayMinutes,
                    distanceMiles + that.distanceMiles);
        }
    }
}
