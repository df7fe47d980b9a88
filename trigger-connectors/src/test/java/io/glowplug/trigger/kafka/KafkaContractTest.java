// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.contract.ConnectorUnderTest;
import io.glowplug.trigger.contract.TriggerConnectorContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

class KafkaContractTest implements TriggerConnectorContract {

    @Override
    public ConnectorUnderTest connectorUnderTest() {
        return new KafkaUnderTest();
    }

    /** A topic of two partitions, each test its own, on the broker that all share. */
    private static final class KafkaUnderTest implements ConnectorUnderTest {

        private final TestBroker broker = TestBroker.shared();
        private final String topic = broker.topic(2);
        private int produced;

        @Override
        public TriggerConnector<?> connector() {
            return KafkaRig.connector(broker, new SimpleMeterRegistry(), null);
        }

        @Override
        public String settings() {
            return "{\"topics\":[\"" + topic + "\"],\"eventShape\":\"plain\"}";
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public List<String> produce(int count) {
            List<String> names = IntStream.range(0, count)
                    .mapToObj(_ -> UUID.randomUUID().toString())
                    .toList();
            names.forEach(name -> send("\"" + name + "\""));
            return names;
        }

        @Override
        public List<String> recordsIn(TriggerEvent event) {
            List<String> names = new ArrayList<>();
            JsonMapper.builder()
                    .build()
                    .readTree(event.payload().bytes())
                    .get("records")
                    .forEach(record -> names.add(record.get("value").asString()));
            return names;
        }

        @Override
        public void producePoison() {
            send("{\"half");
        }

        private void send(String value) {
            broker.produce(topic, produced++ % 2, List.of(value));
        }

        @Override
        public void close() {}
    }
}
