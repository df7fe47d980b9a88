// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import tools.jackson.core.JsonGenerator;

/**
 * The plain shape: {@code {"topic", "partition", "records": [{"offset", "timestamp", "key", "value", "headers"}]}}, with
 * values decoded as the trigger says. Keys and headers are text, or {@code {"base64": …}} where their bytes are not
 * UTF-8; of several headers with one name the last counts.
 */
final class PlainEventMapper implements KafkaEventMapper {

    private final ValueFormat valueFormat;

    PlainEventMapper(ValueFormat valueFormat) {
        this.valueFormat = valueFormat;
    }

    @Override
    public byte[] record(ConsumerRecord<byte[], byte[]> record) throws UndecodableRecordException {
        String value = decodable(record);
        return RecordJson.write(json -> {
            json.writeStartObject();
            json.writeNumberProperty("offset", record.offset());
            json.writeNumberProperty("timestamp", record.timestamp());
            json.writeName("key");
            RecordJson.writeText(json, record.key());
            json.writeName("value");
            writeValue(json, record, value);
            RecordJson.writeLastHeaders(json, record.headers());
            json.writeEndObject();
        });
    }

    @Override
    public byte[] opening(TopicPartition partition) {
        return ("{\"topic\":\"" + partition.topic() + "\",\"partition\":" + partition.partition() + ",\"records\":[")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] closing() {
        return "]}".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<String> wayToRecords(TopicPartition partition) {
        return List.of("records");
    }

    /** Returns the value's text; empty where the format needs none or there is no value (a tombstone). */
    private String decodable(ConsumerRecord<byte[], byte[]> record) throws UndecodableRecordException {
        if (record.value() == null || valueFormat == ValueFormat.BASE64) {
            return "";
        }
        String text = RecordJson.utf8(record.value());
        if (text == null) {
            throw new UndecodableRecordException("the value is not text in UTF-8");
        }
        if (valueFormat == ValueFormat.JSON && !RecordJson.isJson(text)) {
            throw new UndecodableRecordException("the value is not one JSON document");
        }
        return text;
    }

    private void writeValue(JsonGenerator json, ConsumerRecord<byte[], byte[]> record, String text) {
        if (record.value() == null) {
            json.writeNull();
            return;
        }
        switch (valueFormat) {
            case JSON -> json.writeRawValue(text); // as it is, so that large numbers keep their digits
            case TEXT -> json.writeString(text);
            case BASE64 -> json.writeBinary(record.value());
        }
    }
}
