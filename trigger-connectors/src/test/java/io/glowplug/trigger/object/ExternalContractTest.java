// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.registry.SecretCipher;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.contract.ConnectorUnderTest;
import io.glowplug.trigger.contract.TriggerConnectorContract;
import io.glowplug.trigger.object.store.ObjectStoreRig;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** The contract with a bucket of another store, which is scanned. */
class ExternalContractTest implements TriggerConnectorContract {

    @Override
    public ConnectorUnderTest connectorUnderTest() {
        return new ScannedBucket();
    }

    private static final class ScannedBucket implements ConnectorUnderTest {

        private final ForeignStore store = ForeignStore.shared();
        private final String bucket = store.bucket();

        @Override
        public TriggerConnector<?> connector() {
            return ObjectContractTest.connector(ObjectStoreRig.shared(), new OpenCipher());
        }

        @Override
        public String settings() {
            return """
                    {"bucket":"%s","external":{"endpoint":"%s","accessKeyId":"%s",
                     "secretAccessKey":{"encrypted":"%s"},"intervalSeconds":1,"existing":"emit"}}""".formatted(
                    bucket,
                    store.endpoint(),
                    ForeignStore.ACCESS_KEY,
                    Base64.getEncoder().encodeToString(ForeignStore.SECRET_KEY.getBytes(StandardCharsets.UTF_8)));
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
                        store.put(bucket, key, "content");
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
            throw new UnsupportedOperationException("a listing names objects, and nothing in it can be undecodable");
        }

        @Override
        public void close() {}
    }

    /** Seals nothing: the contract's triggers have ids that nobody knows when their settings are written. */
    private static final class OpenCipher implements SecretCipher {
        @Override
        public byte[] encrypt(String text, String owner) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decrypt(byte[] sealed, String owner) {
            return new String(sealed, StandardCharsets.UTF_8);
        }

        @Override
        public boolean isCurrent(byte[] sealed, String owner) {
            return true;
        }
    }
}
