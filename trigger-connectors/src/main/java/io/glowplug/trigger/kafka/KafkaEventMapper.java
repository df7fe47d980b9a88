// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Writes records as the function gets them. A batch is the opening, its records separated by commas, the closing. */
sealed interface KafkaEventMapper permits LambdaEventMapper, PlainEventMapper {

    /** Returns one record as a JSON object in UTF-8. */
    byte[] record(ConsumerRecord<byte[], byte[]> record) throws UndecodableRecordException;

    byte[] opening(TopicPartition partition);

    byte[] closing();

    /** Names the members that lead to the records of a batch. */
    List<String> wayToRecords(TopicPartition partition);

    /**
     * Chooses the mapper.
     *
     * @param bootstrapServers the brokers as they are shown to the function
     */
    static KafkaEventMapper of(KafkaSettings settings, String bootstrapServers) {
        return switch (settings.eventShape()) {
            case LAMBDA -> new LambdaEventMapper(bootstrapServers);
            case PLAIN -> new PlainEventMapper(Objects.requireNonNull(settings.valueFormat()));
        };
    }
}
