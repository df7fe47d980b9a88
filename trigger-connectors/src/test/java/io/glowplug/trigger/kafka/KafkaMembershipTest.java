// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import static io.glowplug.trigger.kafka.KafkaRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class KafkaMembershipTest {

    private static final Duration LONGER_THAN_THE_BROKER_WAITS = Duration.ofSeconds(9);

    private final TestBroker broker = TestBroker.shared();

    @Test
    void aSlowFunctionHoldsTheReadingBackAndNeverCausesARebalance() throws Exception {
        staysInTheGroupWhile(rig -> rig.open = 200, rig -> rig.open = 0);
    }

    @Test
    void aLedgerThatIsAwayNeverCausesARebalance() throws Exception {
        staysInTheGroupWhile(rig -> rig.ledgerAway = true, rig -> {
            assertThat(rig.source().health().problem()).startsWith("ledger unreachable since");
            rig.ledgerAway = false;
        });
    }

    /** The broker takes a member for dead that does not poll for 3 seconds; the hindrance is there for longer. */
    private void staysInTheGroupWhile(Consumer<KafkaRig> hinder, Consumer<KafkaRig> help) throws Exception {
        String topic = broker.topic(1);
        String group = "slow-" + topic;
        KafkaCluster impatient = () -> Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "max.poll.interval.ms", "3000",
                "session.timeout.ms", "6000",
                "heartbeat.interval.ms", "500");
        try (KafkaRig rig = new KafkaRig(impatient, grouped(topic, group)).batch(10, 1024 * 1024)) {
            rig.open();
            broker.produce(topic, 0, List.of("first"));
            rig.awaitRecords(1);
            String member = member(group);

            hinder.accept(rig);
            broker.produce(
                    topic,
                    0,
                    IntStream.range(0, 5000).mapToObj(Integer::toString).toList());
            int storedBefore = rig.records().size();
            await().atMost(KafkaRig.PATIENCE)
                    .during(LONGER_THAN_THE_BROKER_WAITS)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> member(group).equals(member));
            assertThat(rig.records()).hasSizeLessThan(storedBefore + 3000);

            help.accept(rig);
            rig.awaitRecords(5001);
            assertThat(member(group)).isEqualTo(member);
            assertThat(rig.source().health().problem()).isNull();
        }
    }

    @Test
    void holdingBackOnPurposeCountsAsProgress() {
        String topic = broker.topic(1);
        try (KafkaRig rig = new KafkaRig(broker, KafkaRig.plain(topic))) {
            rig.open = 200;
            rig.open();
            broker.produce(topic, 0, List.of("waits"));
            eventually(() -> assertThat(rig.source().health().totalLag()).isEqualTo(1));
            Instant before = rig.source().health().lastProgress();

            eventually(() -> assertThat(rig.source().health().lastProgress()).isAfter(before));
            assertThat(rig.source().health().problem()).isNull();
            assertThat(rig.records()).isEmpty();
        }
    }

    @Test
    void sharesItsPartitionsWithAForeignMemberAndTakesThemUpAtTheCheckpoint() {
        String topic = broker.topic(2);
        String group = "shared-" + topic;
        try (KafkaRig rig = new KafkaRig(broker, grouped(topic, group))) {
            rig.open();
            broker.produce(topic, 0, List.of("a"));
            broker.produce(topic, 1, List.of("b"));
            rig.awaitRecords(2);

            Set<TopicPartition> taken = new HashSet<>();
            Map<String, Object> foreign = new HashMap<>(broker.clientProperties());
            foreign.put("group.id", group);
            try (KafkaConsumer<byte[], byte[]> other =
                    new KafkaConsumer<>(foreign, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                other.subscribe(List.of(topic));
                await().atMost(KafkaRig.PATIENCE).until(() -> {
                    other.poll(Duration.ofMillis(200));
                    taken.addAll(other.assignment());
                    return !taken.isEmpty();
                });
                int theirs = taken.iterator().next().partition();
                broker.produce(topic, theirs, List.of("theirs"));
                broker.produce(topic, 1 - theirs, List.of("ours"));

                eventually(() -> assertThat(rig.values()).contains("ours"));
                assertThat(rig.values()).doesNotContain("theirs");
                // Lag is looked up from time to time: the last look may have been before the partition went away.
                eventually(() -> assertThat(rig.source().health().lag()).doesNotContainKey(topic + "-" + theirs));
            }
            rig.awaitRecords(4);
            assertThat(rig.values()).containsOnlyOnce("a", "b", "ours", "theirs");
        }
    }

    @Test
    void takesTheDeadReadersPlaceInTheGroupAtOnce() {
        String topic = broker.topic(1);
        try (KafkaRig rig = new KafkaRig(broker, KafkaRig.plain(topic))) {
            rig.open();
            broker.produce(topic, 0, List.of("a"));
            rig.awaitRecords(1);
            long begin = System.nanoTime();
            var fenced = rig.source();
            rig.open(); // the former one is still there, as a node would be that lost its lease without knowing
            broker.produce(topic, 0, List.of("b"));

            rig.awaitRecords(2);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            fenced.close();
        }
    }

    private String member(String group) throws Exception {
        try (Admin admin = broker.admin()) {
            return admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().members().stream()
                    .map(MemberDescription::consumerId)
                    .findFirst()
                    .orElse("none");
        }
    }

    private static String grouped(String topic, String group) {
        return "{\"topics\":[\"" + topic + "\"],\"eventShape\":\"plain\",\"valueFormat\":\"text\",\"consumerGroup\":\""
                + group + "\"}";
    }
}
