// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.dispatch.OutgoingDelivery;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Topics as destinations, on a real broker. */
class KafkaDestinationTest {

    private final TestBroker broker = TestBroker.shared();
    private final KafkaDestination destination = destination(Map.of("cluster", broker));

    private static KafkaDestination destination(Map<String, Object> beans) {
        return new KafkaDestination(
                new KafkaConnectorProperties(200, Duration.ofSeconds(3), null),
                new StaticListableBeanFactory(beans).getBeanProvider(KafkaCluster.class));
    }

    @AfterEach
    void close() {
        destination.destroy();
    }

    private static OutgoingDelivery outcome(String document) {
        return new OutgoingDelivery(
                UuidCreator.getTimeOrderedEpochPlus1(),
                new UUID(1, 2),
                "resize",
                null,
                OutcomeCondition.SUCCESS,
                3,
                "Root=1-2-3",
                Instant.EPOCH,
                Payload.ofUtf8(document),
                null);
    }

    private static KafkaDestinationSettings topic(String name) {
        return new KafkaDestinationSettings(name, null, null);
    }

    @Test
    void anOutcomeIsARecordKeyedByItsEventThatTellsWhereItComesFrom() {
        String topic = broker.topic(1);
        OutgoingDelivery outcome = outcome("{\"größe\":1.10}");

        assertThat(destination.deliver(outcome, topic(topic))).isInstanceOf(DeliveryOutcome.Delivered.class);
        assertThat(destination.deliver(outcome, topic(topic))).isInstanceOf(DeliveryOutcome.Delivered.class);

        List<ConsumerRecord<String, String>> records = read(topic, 2);
        ConsumerRecord<String, String> first = records.getFirst();
        assertThat(first.key()).isEqualTo(new UUID(1, 2).toString());
        assertThat(first.value()).isEqualTo("{\"größe\":1.10}");
        Map<String, String> headers = new HashMap<>();
        first.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        assertThat(headers)
                .containsEntry("causedByEvent", new UUID(1, 2).toString())
                .containsEntry("causedByInvocation", outcome.id().toString())
                .containsEntry("causedByFunction", "resize")
                .containsEntry("hops", "3")
                .containsEntry("traceId", "Root=1-2-3");
    }

    @Test
    void whatTheBrokerWillNeverTakeIsRefusedAndWhatItMayTakeLaterFails() {
        String topic = broker.topic(1);

        assertThat(destination.deliver(outcome("x".repeat(1_100_000)), topic(topic)))
                .isInstanceOf(DeliveryOutcome.Refused.class);
        assertThat(destination.deliver(outcome("{}"), topic("nobody-made-this-topic")))
                .isInstanceOf(DeliveryOutcome.Failed.class);
        assertThat(destination.deliver(outcome("{}"), topic(topic))).isInstanceOf(DeliveryOutcome.Delivered.class);
    }

    @Test
    void settingsAreCheckedBeforeTheyAreStored() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> topic("not a topic"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new KafkaDestinationSettings("t", "nowhere", null));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> destination(Map.of()).validate(topic("t")))
                .withMessageContaining("bootstrapServers");
        destination.validate(topic("t"));
        assertThat(new KafkaDestinationSettings("t", "broker:9092", null).target())
                .isEqualTo("topic t at broker:9092");
    }

    private List<ConsumerRecord<String, String>> read(String topic, int count) {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<String, String>> read = new ArrayList<>();
            long end = System.nanoTime() + KafkaRig.PATIENCE.toNanos();
            while (read.size() < count && System.nanoTime() < end) {
                ConsumerRecords<String, String> polled = consumer.poll(Duration.ofMillis(200));
                read.addAll(polled.records(partition));
            }
            assertThat(read).hasSize(count);
            return read;
        }
    }
}
