// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import static io.glowplug.trigger.kafka.KafkaRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaOutageTest {

    @Test
    void saysThatTheBrokerIsAwayAndGoesOnByItselfWhenItIsBack() {
        try (TestBroker broker = new TestBroker(Map.of())) {
            String topic = broker.topic(1);
            try (KafkaRig rig = new KafkaRig(broker, KafkaRig.plain(topic))) {
                rig.open();
                broker.produce(topic, 0, List.of("before"));
                rig.awaitRecords(1);

                broker.stop();
                eventually(() -> assertThat(rig.source().health().problem())
                        .startsWith("broker unreachable since ")
                        .contains("last error: "));
                broker.start();
                broker.produce(topic, 0, List.of("after"));

                rig.awaitRecords(2);
                eventually(() -> assertThat(rig.source().health().problem()).isNull());
                assertThat(rig.values()).containsExactly("before", "after");
                eventually(() -> assertThat(rig.notes)
                        .anyMatch(note -> note.startsWith("broker unreachable: "))
                        .anyMatch(note -> note.startsWith("broker reachable again: ")));
            }
        }
    }

    @Test
    void startsWithoutABrokerAndReadsOnceThereIsOne() {
        try (TestBroker broker = new TestBroker(Map.of())) {
            String topic = broker.topic(1);
            broker.produce(topic, 0, List.of("kept"));
            broker.stop();
            try (KafkaRig rig = new KafkaRig(broker, KafkaRig.plain(topic))) {
                rig.open();
                eventually(() -> assertThat(rig.source().health().problem()).startsWith("broker unreachable since "));

                broker.start();

                rig.awaitRecords(1);
                eventually(() -> assertThat(rig.source().health().problem()).isNull());
            }
        }
    }

    @Test
    void aClusterThatCannotBeStartedIsTheTriggersProblem() {
        KafkaCluster broken = () -> {
            throw new KafkaClusterException("port 9092 is taken", null);
        };
        try (KafkaRig rig = new KafkaRig(broken, KafkaRig.plain("any"))) {
            rig.open();

            eventually(() -> assertThat(rig.source().health().problem())
                    .startsWith("reading failed since ")
                    .contains("port 9092 is taken"));
        }
    }
}
