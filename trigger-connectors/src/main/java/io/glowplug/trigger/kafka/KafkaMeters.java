// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Counts what one trigger reads. */
final class KafkaMeters implements AutoCloseable {

    private static final String TAG = "trigger";

    private final MeterRegistry registry;
    private final Counter records;
    private final Counter bytes;
    private final Gauge lag;

    KafkaMeters(MeterRegistry registry, String trigger, SourceCondition condition) {
        this.registry = registry;
        this.records = Counter.builder("glowplug.kafka.records.read")
                .description("Records read from Kafka, filtered and rejected ones included")
                .tag(TAG, trigger)
                .register(registry);
        this.bytes = Counter.builder("glowplug.kafka.bytes.read")
                .description("Keys and values read from Kafka")
                .tag(TAG, trigger)
                .register(registry);
        this.lag = Gauge.builder(
                        "glowplug.kafka.lag",
                        condition,
                        source -> source.health().totalLag())
                .description("Records of all partitions that are not in the ledger yet")
                .tag(TAG, trigger)
                .register(registry);
    }

    void read(ConsumerRecords<byte[], byte[]> batch) {
        double size = 0;
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            size += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        records.increment(batch.count());
        bytes.increment(size);
    }

    /** Takes the lag back: another node tells it from now on. */
    @Override
    public void close() {
        registry.remove(lag);
    }
}
