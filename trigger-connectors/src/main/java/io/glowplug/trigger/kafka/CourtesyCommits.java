// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the broker now and then how far the ledger is, so that Kafka's own tools show the lag. Nothing depends on it, so
 * a commit that fails is let go. Used by the polling thread only.
 */
final class CourtesyCommits {

    private static final Logger LOG = LoggerFactory.getLogger(CourtesyCommits.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> waiting = new HashMap<>();
    private long lastAt = System.nanoTime() - PAUSE_NANOS;

    CourtesyCommits(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    void add(TopicPartition partition, long nextOffset) {
        waiting.put(partition, new OffsetAndMetadata(nextOffset));
    }

    void forget(Collection<TopicPartition> partitions) {
        waiting.keySet().removeAll(partitions);
    }

    void commitNowAndThen() {
        if (!waiting.isEmpty() && System.nanoTime() - lastAt >= PAUSE_NANOS) {
            commit();
        }
    }

    /** Commits the rest; closing the consumer sends it. */
    void finish() {
        if (!waiting.isEmpty()) {
            commit();
        }
    }

    private void commit() {
        lastAt = System.nanoTime();
        try {
            consumer.commitAsync(Map.copyOf(waiting), (_, failure) -> {
                if (failure != null) {
                    LOG.debug("offsets were not committed to the broker", failure);
                }
            });
        } catch (KafkaException e) {
            LOG.debug("offsets were not committed to the broker", e);
        }
        waiting.clear();
    }
}
