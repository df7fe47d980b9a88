// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import static io.glowplug.trigger.kafka.KafkaRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.TriggerEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KafkaReadingTest {

    private static final int SIX_MIB = 6 * 1024 * 1024;

    private final TestBroker broker = TestBroker.shared();

    @Test
    void handsOverEachPartitionInItsOrderInBatchesOfOnePartition() {
        String topic = broker.topic(3);
        for (int partition = 0; partition < 3; partition++) {
            broker.produce(topic, partition, numbers(0, 1000));
        }
        try (KafkaRig rig = new KafkaRig(broker, KafkaRig.plain(topic)).batch(70, SIX_MIB)) {
            rig.open();
            rig.awaitRecords(3000);

            for (int partition = 0; partition < 3; partition++) {
                String orderingKey = topic + "-" + partition;
                List<TriggerEvent> batches = rig.events().stream()
                        .filter(event -> orderingKey.equals(event.orderingKey()))
                        .toList();
                assertThat(batches).hasSize(15);
                assertThat(batches.stream()
                                .map(batch -> Long.parseLong(batch.attributes().getOrDefault("offset", "-1"))))
                        .isSorted();
                assertThat(rig.checkpoint(topic, partition)).isEqualTo(1000);
            }
            assertThat(rig.meters
                            .counter("glowplug.kafka.records.read", "trigger", "orders")
                            .count())
                    .isEqualTo(3000);
            eventually(() -> assertThat(rig.source().health().lag())
                    .isEqualTo(Map.of(topic + "-0", 0L, topic + "-1", 0L, topic + "-2", 0L)));
        }
    }

    @Test
    void storesTenThousandRecordsOnceThoughTheReaderIsKilledAgainAndAgain() {
        String topic = broker.topic(4);
        try (KafkaRig rig = new KafkaRig(broker, KafkaRig.plain(topic)).batch(25, SIX_MIB)) {
            for (int partition = 0; partition < 4; partition++) {
                broker.produce(topic, partition, numbers(0, 2500));
            }
            for (int killed = 1; killed <= 5; killed++) {
                int soFar = killed * 1500;
                rig.open();
                eventually(() -> assertThat(rig.records()).hasSizeGreaterThanOrEqualTo(soFar));
                rig.kill();
            }
            rig.open();
            rig.awaitRecords(10_000);

            assertThat(new HashSet<>(rig.names())).hasSize(10_000);
        }
    }

    @Test
    void rejectsWhatItCannotDecodeAndGoesOn() {
        String topic = broker.topic(1);
        broker.send(List.of(
                record(topic, "{\"n\":1}"),
                new ProducerRecord<>(topic, 0, 42L, null, new byte[] {(byte) 0xff, 0}),
                record(topic, "{\"n\":"),
                record(topic, "12345678901234567890.10")));
        try (KafkaRig rig = new KafkaRig(broker, "{\"topics\":[\"" + topic + "\"],\"eventShape\":\"plain\"}")) {
            rig.open();
            rig.awaitRecords(2);

            assertThat(rig.rejected()).hasSize(2);
            RejectedEvent first = rig.rejected().getFirst();
            assertThat(first.errorType()).isEqualTo("Kafka.UndecodableRecord");
            assertThat(first.errorMessage())
                    .isEqualTo("record " + topic + "-0 at offset 1: the value is not text in UTF-8");
            assertThat(first.event().attributes())
                    .isEqualTo(Map.of("topic", topic, "partition", "0", "offset", "1", "timestamp", "42"));
            assertThat(first.event().payload().utf8()).contains("\"value\":\"/wA=\"");
            assertThat(rig.events().getFirst().payload().utf8()).contains("12345678901234567890.10");
            assertThat(rig.checkpoint(topic, 0)).isEqualTo(4);
        }
    }

    @Test
    void handsOverTombstonesAsNull() {
        String topic = broker.topic(1);
        broker.send(List.of(new ProducerRecord<>(topic, 0, utf8("gone"), null)));
        try (KafkaRig rig = new KafkaRig(broker, "{\"topics\":[\"" + topic + "\"]}")) {
            rig.open();
            rig.awaitRecords(1);

            JsonNode record = rig.records().getFirst();
            assertThat(record.get("key").asString()).isEqualTo("Z29uZQ==");
            assertThat(record.get("value").isNull()).isTrue();
        }
    }

    @Test
    void countsWhatTheFilterTurnsAwayAndMovesOn() {
        String topic = broker.topic(1);
        broker.send(IntStream.range(0, 10)
                .mapToObj(n -> record(topic, "{\"total\":" + n + "}"))
                .toList());
        try (KafkaRig rig = new KafkaRig(
                        broker, "{\"topics\":[\"" + topic + "\"],\"eventShape\":\"plain\",\"valueFormat\":\"json\"}")
                .filter("{\"topic\":[\"" + topic + "\"],\"value\":{\"total\":[{\"numeric\":[\">=\",7]}]}}")) {
            rig.open();
            rig.awaitRecords(3);

            eventually(() -> assertThat(rig.filtered()).isEqualTo(7));
            assertThat(rig.checkpoint(topic, 0)).isEqualTo(10);
        }
    }

    @Test
    void closesABatchBeforeItGetsTooLargeAndRejectsARecordThatIsTooLargeAlone() {
        String topic = broker.topic(1);
        String tenKiB = "x".repeat(10 * 1024);
        broker.produce(topic, 0, List.of(tenKiB, tenKiB, tenKiB, "y".repeat(SIX_MIB), tenKiB, "z".repeat(100 * 1024)));
        try (KafkaRig rig = new KafkaRig(broker, KafkaRig.plain(topic)).batch(100, 25 * 1024)) {
            rig.open();
            rig.awaitRecords(5);

            assertThat(rig.events().stream()
                            .map(event -> event.attributes().getOrDefault("records", ""))
                            .toList())
                    .endsWith("1")
                    .allMatch(size -> size.equals("1") || size.equals("2"));
            assertThat(rig.events())
                    .allMatch(event -> event.payload().size() <= 25 * 1024
                            || event.attributes().getOrDefault("records", "").equals("1"));
            assertThat(rig.rejected()).singleElement().returns("Kafka.RecordTooLarge", RejectedEvent::errorType);
        }
    }

    @Test
    void latestBeginsWhereTheTriggerWasMadeAndStaysThereWhateverComesLater() throws Exception {
        String topic = broker.topic(1);
        long anHourAgo = Instant.now().toEpochMilli() - 3_600_000;
        broker.send(List.of(new ProducerRecord<>(topic, 0, anHourAgo, null, utf8("old"))));
        try (KafkaRig rig = new KafkaRig(
                broker,
                "{\"topics\":[\"" + topic
                        + "\"],\"startingPosition\":\"latest\",\"eventShape\":\"plain\",\"valueFormat\":\"text\"}")) {
            rig.open();
            eventually(() -> assertThat(rig.checkpoints()).isNotEmpty());
            rig.kill();
            broker.produce(topic, 0, List.of("while closed"));

            rig.open();
            rig.awaitRecords(1);
            assertThat(rig.values()).containsExactly("while closed");
        }
    }

    @Test
    void aTimestampBeginsAtTheFirstRecordThatIsNotOlder() {
        String topic = broker.topic(1);
        broker.send(IntStream.range(0, 10)
                .mapToObj(second -> new ProducerRecord<>(topic, 0, 1000L * second, (byte[]) null, utf8("" + second)))
                .toList());
        try (KafkaRig rig = new KafkaRig(
                broker,
                "{\"topics\":[\"" + topic + "\"],\"startingPosition\":\"timestamp\",\"startingTimestamp\":"
                        + "\"1970-01-01T00:00:06.500Z\",\"eventShape\":\"plain\",\"valueFormat\":\"text\"}")) {
            rig.open();
            rig.awaitRecords(3);
            assertThat(rig.values()).containsExactly("7", "8", "9");
        }
    }

    @Test
    void saysHowMuchTheRetentionTookBeforeItWasRead() throws Exception {
        String topic = broker.topic(1);
        broker.produce(topic, 0, numbers(0, 10));
        try (KafkaRig rig = new KafkaRig(broker, KafkaRig.plain(topic))) {
            rig.open();
            rig.awaitRecords(10);
            rig.kill();
            broker.produce(topic, 0, numbers(10, 30));
            try (Admin admin = broker.admin()) {
                admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(25)))
                        .all()
                        .get();
            }
            rig.open();
            rig.awaitRecords(15);

            assertThat(rig.values()).endsWith("29").contains("25").doesNotContain("24");
            assertThat(rig.notes)
                    .anyMatch(note -> note.startsWith("records lost: 15 offsets of " + topic + "-0 from 10"));
        }
    }

    @Test
    void readsATopicThatWasMadeAnewFromItsBeginning() throws Exception {
        String topic = broker.topic(1);
        broker.produce(topic, 0, numbers(0, 5));
        try (KafkaRig rig = new KafkaRig(broker, KafkaRig.plain(topic))) {
            rig.open();
            rig.awaitRecords(5);
            rig.kill();
            broker.recreateTopic(topic);
            broker.produce(topic, 0, numbers(100, 120));

            rig.open();
            rig.awaitRecords(25);
            assertThat(rig.values()).contains("100", "119");
            assertThat(rig.notes).anyMatch(note -> note.startsWith("topic made anew"));
        }
    }

    @Test
    void waitsForATopicThatDoesNotExistYetAndSaysSo() {
        String topic = "later-" + Instant.now().toEpochMilli();
        try (KafkaRig rig = new KafkaRig(broker, KafkaRig.plain(topic))) {
            rig.open();
            eventually(
                    () -> assertThat(rig.source().health().problem()).contains("there is no topic " + topic + " yet"));

            broker.createTopic(topic, 2);
            broker.produce(topic, 1, List.of("here"));

            rig.awaitRecords(1);
            eventually(() -> assertThat(rig.source().health().problem()).isNull());
        }
    }

    @Test
    void aPatternReadsTopicsThatAreMadeLater() {
        String prefix = "pattern" + Instant.now().toEpochMilli();
        broker.createTopic(prefix + ".a", 1);
        broker.produce(prefix + ".a", 0, List.of("a"));
        try (KafkaRig rig = new KafkaRig(
                broker,
                "{\"topicPattern\":\"" + prefix
                        + "\\\\..*\",\"eventShape\":\"plain\",\"valueFormat\":\"text\",\"startingPosition\":\"latest\"}")) {
            rig.open();
            eventually(() -> assertThat(rig.checkpoints()).isNotEmpty());
            broker.createTopic(prefix + ".b", 1);
            broker.produce(prefix + ".b", 0, List.of("b"));

            eventually(() -> assertThat(rig.values()).contains("b"));
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
        return new ProducerRecord<>(topic, 0, null, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
