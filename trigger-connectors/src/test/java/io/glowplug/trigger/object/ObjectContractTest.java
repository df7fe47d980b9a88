// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.registry.SecretCipher;
import io.glowplug.registry.testing.FakeSecretCipher;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.Triggers;
import io.glowplug.trigger.contract.ConnectorUnderTest;
import io.glowplug.trigger.contract.TriggerConnectorContract;
import io.glowplug.trigger.object.external.SeenObjects;
import io.glowplug.trigger.object.store.ObjectStoreRig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import tools.jackson.databind.json.JsonMapper;

class ObjectContractTest implements TriggerConnectorContract {

    @Override
    public ConnectorUnderTest connectorUnderTest() {
        return new BucketUnderTest();
    }

    static ObjectConnector connector(ObjectStoreRig rig) {
        return connector(rig, new FakeSecretCipher());
    }

    static ObjectConnector connector(ObjectStoreRig rig, SecretCipher cipher) {
        return new ObjectConnector(
                rig.store(),
                rig.changes(),
                new ObjectConnectorProperties(Duration.ofMillis(20), 1000, List.of(), "us-east-1", "000000000000"),
                new OtherObjectTriggers(new StaticListableBeanFactory().getBeanProvider(Triggers.class), rig.jdbc()),
                new SeenObjects(rig.jdbc()),
                new StaticListableBeanFactory(Map.of("cipher", cipher)).getBeanProvider(SecretCipher.class));
    }

    /** A bucket for each test, in the store that all share. */
    private static final class BucketUnderTest implements ConnectorUnderTest {

        private final ObjectStoreRig rig = ObjectStoreRig.shared();
        private final String bucket = rig.bucket();

        @Override
        public TriggerConnector<?> connector() {
            return ObjectContractTest.connector(rig);
        }

        @Override
        public String settings() {
            return "{\"bucket\":\"" + bucket + "\"}";
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public List<String> produce(int count) {
            return IntStream.range(0, count)
                    .mapToObj(_ -> {
                        String key = UUID.randomUUID().toString();
                        rig.put(bucket, key, "content");
                        return key;
                    })
                    .toList();
        }

        @Override
        public List<String> recordsIn(TriggerEvent event) {
            List<String> keys = new ArrayList<>();
            JsonMapper.shared()
                    .readTree(event.payload().bytes())
                    .get("Records")
                    .forEach(record -> keys.add(record.at("/s3/object/key").asString()));
            return keys;
        }

        @Override
        public void producePoison() {
            throw new UnsupportedOperationException("the store writes its own records");
        }

        @Override
        public void close() {}
    }
}
