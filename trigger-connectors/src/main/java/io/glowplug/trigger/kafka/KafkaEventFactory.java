// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.RecordLayout;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.runtime.Payload;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes events. They have no key: what makes a record one event is the checkpoint, stored in the same transaction, and
 * a batch that is read again may be cut elsewhere, so that no name could be given to it.
 */
final class KafkaEventFactory {

    private final KafkaEventMapper mapper;

    KafkaEventFactory(KafkaEventMapper mapper) {
        this.mapper = mapper;
    }

    /** Returns how many bytes a batch has beside its records. */
    int envelopeBytes(TopicPartition partition) {
        return mapper.opening(partition).length + mapper.closing().length;
    }

    /** Makes one event of consecutive records, at least one. */
    TriggerEvent batch(TopicPartition partition, List<ReadRecord.Ready> records) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream(envelopeBytes(partition)
                + records.stream().mapToInt(record -> record.bytes() + 1).sum());
        payload.writeBytes(mapper.opening(partition));
        boolean first = true;
        for (ReadRecord.Ready record : records) {
            if (!first) {
                payload.write(',');
            }
            first = false;
            payload.writeBytes(record.json().bytes());
        }
        payload.writeBytes(mapper.closing());
        return new TriggerEvent(
                null,
                partition.toString(),
                "kafka:" + partition.topic(),
                Instant.ofEpochMilli(Math.max(0, records.getFirst().timestamp())),
                Payload.wrap(payload.toByteArray()),
                Map.of(
                        "topic", partition.topic(),
                        "partition", Integer.toString(partition.partition()),
                        "offset", Long.toString(records.getFirst().offset()),
                        "lastOffset", Long.toString(records.getLast().offset()),
                        "records", Integer.toString(records.size())),
                new RecordLayout(mapper.wayToRecords(partition), List.of("offset"), partition.toString(), true));
    }

    /** Makes the dead letter of a record that cannot be handed over; its bytes are kept in base64. */
    static RejectedEvent rejected(ConsumerRecord<byte[], byte[]> record, String errorType, String errorMessage) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        TriggerEvent event = new TriggerEvent(
                null,
                null,
                "kafka:" + record.topic(),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())),
                Payload.wrap(LambdaEventMapper.write(record)),
                Map.of(
                        "topic", record.topic(),
                        "partition", Integer.toString(record.partition()),
                        "offset", Long.toString(record.offset()),
                        "timestamp", Long.toString(record.timestamp())));
        return new RejectedEvent(
                event, errorType, "record " + partition + " at offset " + record.offset() + ": " + errorMessage);
    }
}
