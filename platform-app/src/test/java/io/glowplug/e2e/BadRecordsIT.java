// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A Kafka topic with some bad records in it: those end in the dead-letter queue, each once, and no others do. */
@ExtendWith(SharedPlatform.class)
class BadRecordsIT {

    private static final int RECORDS = 1_000;
    private static final int ONE_IN = 97;

    /** Goes through the records in their order and stops at the first bad one, as a function for a stream should. */
    private static final String REPORTING = """
            import base64, json

            def handler(event, context):
                for partition, records in event["records"].items():
                    for record in records:
                        if json.loads(base64.b64decode(record["value"]))["bad"]:
                            return {"batchItemFailures": [
                                {"itemIdentifier": {"partition": partition, "offset": record["offset"]}}]}
                return {"batchItemFailures": []}
            """;

    /** Knows nothing of records that fail. */
    private static final String THROWING = """
            def handler(event, context):
                for record in event["records"]:
                    if record["value"]["bad"]:
                        raise ValueError("record %d is bad" % record["value"]["n"])
            """;

    @Test
    void exactlyTheBadRecordsAreDeadLettersWhetherReportedOrFoundByBisecting(PlatformProcess platform)
            throws Exception {
        Rest rest = platform.rest();
        function(rest, "reporting", REPORTING);
        function(rest, "throwing", THROWING);
        trigger(rest, "reporting", "lambda", "reportItemFailures");
        trigger(rest, "throwing", "plain", "bisectOnError");
        SortedSet<Integer> bad = produce(platform);

        for (String name : new String[] {"reporting", "throwing"}) {
            SortedSet<Integer> dead = new TreeSet<>();
            await("the bad records of " + name + " are dead")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        dead.clear();
                        long letters = collect(rest, name, dead);
                        Rest.Balance balance = rest.ledger(name);
                        return dead.equals(bad) && balance.settled() && balance.deadLettered() == letters;
                    });
            assertThat(dead).isEqualTo(bad);
            assertThat(rest.ledger(name).balances()).isTrue();
        }
    }

    private static void function(Rest rest, String name, String code) {
        rest.createFunction(
                name,
                "python3.11",
                "index.handler",
                Rest.JSON.createObjectNode().put("index.py", code),
                Map.of("timeoutSeconds", 30));
    }

    private static void trigger(Rest rest, String name, String shape, String batches) {
        rest.post("/api/v1/triggers", """
                {"name": "%s", "function": "%s", "type": "kafka",
                 "settings": {"topics": ["records"], "eventShape": "%s"},
                 "batch": {"size": 200, "%s": true}, "retry": {"maxRetries": 1, "minBackoffSeconds": 0}}""".formatted(name, name, shape, batches), 201);
    }

    /** Adds what the dead letters of a trigger hold, and returns how many there are. */
    private static long collect(Rest rest, String trigger, Set<Integer> dead) {
        var letters = rest.all("/api/v1/dead-letters?trigger=" + trigger);
        for (JsonNode summary : letters) {
            JsonNode letter =
                    rest.get("/api/v1/dead-letters/" + summary.get("id").asString());
            JsonNode records = letter.get("payload").get("records");
            JsonNode list = records.isArray()
                    ? records
                    : records.valueStream().findFirst().orElseThrow();
            assertThat(letter.get("attributes").get("records").asInt()).isEqualTo(list.size());
            assertThat(letter.get("attributes").get("offset").asLong())
                    .isEqualTo(list.get(0).get("offset").asLong());
            list.forEach(record -> dead.add(number(record.get("value"))));
        }
        return letters.size();
    }

    private static int number(JsonNode value) {
        JsonNode document =
                value.isString() ? Rest.JSON.readTree(Base64.getDecoder().decode(value.asString())) : value;
        assertThat(document.get("bad").asBoolean()).isTrue();
        return document.get("n").asInt();
    }

    private static SortedSet<Integer> produce(PlatformProcess platform) throws IOException {
        SortedSet<Integer> bad = new TreeSet<>();
        Properties client = clientProperties(platform);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int n = 0; n < RECORDS; n++) {
                boolean isBad = n % ONE_IN == 5;
                if (isBad) {
                    bad.add(n);
                }
                byte[] value = "{\"n\":%d,\"bad\":%b}".formatted(n, isBad).getBytes(StandardCharsets.UTF_8);
                byte[] key = Integer.toString(n % 50).getBytes(StandardCharsets.UTF_8);
                var _ = producer.send(new ProducerRecord<>("records", key, value));
            }
            producer.flush();
        }
        return bad;
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
}
