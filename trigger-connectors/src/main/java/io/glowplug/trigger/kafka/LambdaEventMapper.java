// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The event of a self-managed Apache Kafka cluster: keys and values in base64, header values as arrays of signed bytes.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html
 */
final class LambdaEventMapper implements KafkaEventMapper {

    private final String bootstrapServers;

    LambdaEventMapper(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public byte[] record(ConsumerRecord<byte[], byte[]> record) {
        return write(record);
    }

    /** Writes any record whatever: this shape can carry all bytes, so rejected records are kept in it too. */
    static byte[] write(ConsumerRecord<byte[], byte[]> record) {
        return RecordJson.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("topic", record.topic());
            json.writeNumberProperty("partition", record.partition());
            json.writeNumberProperty("offset", record.offset());
            json.writeNumberProperty("timestamp", record.timestamp());
            json.writeStringProperty("timestampType", record.timestampType().name());
            writeBase64(json, "key", record.key());
            writeBase64(json, "value", record.value());
            json.writeArrayPropertyStart("headers");
            for (Header header : record.headers()) {
                writeHeader(json, header);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    @Override
    public byte[] opening(TopicPartition partition) {
        byte[] servers = RecordJson.write(json -> json.writeString(bootstrapServers));
        return ("{\"eventSource\":\"SelfManagedKafka\",\"bootstrapServers\":"
                        + new String(servers, StandardCharsets.UTF_8)
                        + ",\"records\":{\"" + partition + "\":[")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] closing() {
        return "]}}".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<String> wayToRecords(TopicPartition partition) {
        return List.of("records", partition.toString());
    }

    private static void writeBase64(JsonGenerator json, String name, byte @Nullable [] bytes) {
        if (bytes == null) {
            json.writeNullProperty(name);
        } else {
            json.writeName(name);
            json.writeBinary(bytes);
        }
    }

    private static void writeHeader(JsonGenerator json, Header header) {
        json.writeStartObject();
        if (header.value() == null) {
            json.writeNullProperty(header.key());
        } else {
            json.writeArrayPropertyStart(header.key());
            for (byte b : header.value()) {
                json.writeNumber(b);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
