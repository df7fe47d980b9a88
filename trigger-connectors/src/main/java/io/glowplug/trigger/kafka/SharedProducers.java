// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.trigger.kafka.KafkaDestinationSettings.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One producer for each cluster that outcomes go to, made when it is first needed. They write idempotently. */
final class SharedProducers implements AutoCloseable {

    private static final int MAX_PRODUCERS = 16;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final ClientProperties clientProperties;
    private final LinkedHashMap<Cluster, Producer<byte[], byte[]>> producers = new LinkedHashMap<>();

    SharedProducers(ClientProperties clientProperties) {
        this.clientProperties = clientProperties;
    }

    /**
     * Returns the cluster's producer. The platform's own cluster may have to be started first, which takes seconds; nobody
     * else is kept waiting by that.
     */
    Producer<byte[], byte[]> of(Cluster cluster) {
        synchronized (this) {
            Producer<byte[], byte[]> known = producers.get(cluster);
            if (known != null) {
                return known;
            }
        }
        Map<String, Object> properties = properties(cluster);
        synchronized (this) {
            Producer<byte[], byte[]> known = producers.get(cluster);
            if (known != null) {
                return known;
            }
            Producer<byte[], byte[]> made =
                    new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
            producers.put(cluster, made);
            if (producers.size() > MAX_PRODUCERS) {
                var oldest = producers.pollFirstEntry();
                closeAside(oldest.getValue());
            }
            return made;
        }
    }

    /** Forgets a producer that cannot go on, so that the next delivery makes another one. */
    synchronized void discard(Cluster cluster, Producer<byte[], byte[]> broken) {
        if (producers.remove(cluster, broken)) {
            closeAside(broken);
        }
    }

    private static void closeAside(Producer<byte[], byte[]> producer) {
        Thread.ofVirtual().name("close-producer").start(() -> producer.close(CLOSE_PATIENCE));
    }

    private Map<String, Object> properties(Cluster cluster) {
        Map<String, Object> properties = new HashMap<>(
                clientProperties.connection(cluster.bootstrapServers(), cluster.security(), "glowplug-destinations"));
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 8_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L * 1024 * 1024);
        return properties;
    }

    @Override
    public synchronized void close() {
        producers.values().forEach(producer -> producer.close(CLOSE_PATIENCE));
        producers.clear();
    }
}
