// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON: the parts that the shapes and the filter's document have in common. */
final class RecordJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private RecordJson() {}

    static byte[] write(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            content.accept(json);
        }
        return bytes.toByteArray();
    }

    /**
     * Returns the document that the trigger's filter judges: topic, partition, offset, timestamp, key, headers and the
     * value, which is JSON where it is JSON and text elsewhere.
     */
    static String filterDocument(ConsumerRecord<byte[], byte[]> record) {
        byte[] document = write(json -> {
            json.writeStartObject();
            json.writeStringProperty("topic", record.topic());
            json.writeNumberProperty("partition", record.partition());
            json.writeNumberProperty("offset", record.offset());
            json.writeNumberProperty("timestamp", record.timestamp());
            json.writeName("key");
            writeText(json, record.key());
            json.writeName("value");
            String text = record.value() == null ? null : utf8(record.value());
            if (text != null && isJson(text)) {
                json.writeRawValue(text);
            } else {
                writeText(json, record.value());
            }
            writeLastHeaders(json, record.headers());
            json.writeEndObject();
        });
        return new String(document, StandardCharsets.UTF_8);
    }

    /** Writes text, or {@code {"base64": …}} where the bytes are not UTF-8. */
    static void writeText(JsonGenerator json, byte @Nullable [] bytes) {
        String text = bytes == null ? null : utf8(bytes);
        if (bytes == null) {
            json.writeNull();
        } else if (text == null) {
            json.writeStartObject();
            json.writeName("base64");
            json.writeBinary(bytes);
            json.writeEndObject();
        } else {
            json.writeString(text);
        }
    }

    static void writeLastHeaders(JsonGenerator json, Headers headers) {
        Map<String, Header> last = new LinkedHashMap<>();
        headers.forEach(header -> last.put(header.key(), header));
        json.writeObjectPropertyStart("headers");
        last.forEach((name, header) -> {
            json.writeName(name);
            writeText(json, header.value());
        });
        json.writeEndObject();
    }

    /** Returns the text, or null where the bytes are not UTF-8. */
    static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    static boolean isJson(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
