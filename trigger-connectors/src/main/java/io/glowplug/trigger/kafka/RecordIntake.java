// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.runtime.Payload;
import io.glowplug.trigger.SourceContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Judges each record by the trigger's filter and writes it as the function gets it. */
final class RecordIntake {

    private final SourceContext context;
    private final KafkaEventMapper mapper;
    private final KafkaEventFactory events;
    private final boolean filters;

    RecordIntake(SourceContext context, KafkaEventMapper mapper, KafkaEventFactory events) {
        this.context = context;
        this.mapper = mapper;
        this.events = events;
        this.filters = context.trigger().filter() != null;
    }

    ReadRecord take(ConsumerRecord<byte[], byte[]> record) {
        if (filters && !context.passesFilter(RecordJson.filterDocument(record))) {
            return new ReadRecord.FilteredOut();
        }
        byte[] json;
        try {
            json = mapper.record(record);
        } catch (UndecodableRecordException e) {
            return rejected(record, "Kafka.UndecodableRecord", e.reason());
        }
        int envelope = events.envelopeBytes(new TopicPartition(record.topic(), record.partition()));
        if (envelope + json.length > Payload.MAX_SYNC_BYTES) {
            return rejected(
                    record,
                    "Kafka.RecordTooLarge",
                    "its event alone would have " + (envelope + json.length) + " bytes, more than "
                            + Payload.MAX_SYNC_BYTES);
        }
        return new ReadRecord.Ready(record.offset(), record.timestamp(), Payload.wrap(json));
    }

    private static ReadRecord rejected(ConsumerRecord<byte[], byte[]> record, String errorType, String message) {
        return new ReadRecord.Rejected(record.offset(), KafkaEventFactory.rejected(record, errorType, message));
    }
}
