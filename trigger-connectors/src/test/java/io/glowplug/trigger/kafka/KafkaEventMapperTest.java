// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.runtime.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class KafkaEventMapperTest {

    private static final TopicPartition PARTITION = new TopicPartition("mytopic", 0);
    private static final byte[] BINARY = {(byte) 0x80, 1, (byte) 0xff};

    @Test
    void theLambdaShapeIsLambdas() throws Exception {
        assertSameJson(event(new LambdaEventMapper("b1:9092,b2:9092"), utf8("{\"a\":1}")), """
                {"eventSource":"SelfManagedKafka","bootstrapServers":"b1:9092,b2:9092",
                 "records":{"mytopic-0":[
                   {"topic":"mytopic","partition":0,"offset":15,"timestamp":1545084650987,"timestampType":"CREATE_TIME",
                    "key":"a2V5","value":"eyJhIjoxfQ==",
                    "headers":[{"h":[104,105]},{"h":[-128,1,-1]},{"none":null}]},
                   {"topic":"mytopic","partition":0,"offset":16,"timestamp":1545084650987,"timestampType":"CREATE_TIME",
                    "key":"a2V5","value":null,"headers":[{"h":[104,105]},{"h":[-128,1,-1]},{"none":null}]}]}}""");
    }

    @Test
    void thePlainShapeDecodes() throws Exception {
        assertSameJson(event(new PlainEventMapper(ValueFormat.JSON), utf8("{\"a\":1}")), """
                {"topic":"mytopic","partition":0,"records":[
                   {"offset":15,"timestamp":1545084650987,"key":"key","value":{"a":1},
                    "headers":{"h":{"base64":"gAH/"},"none":null}},
                   {"offset":16,"timestamp":1545084650987,"key":"key","value":null,
                    "headers":{"h":{"base64":"gAH/"},"none":null}}]}""");
        assertThat(event(new PlainEventMapper(ValueFormat.TEXT), utf8("a \"b\""))
                        .payload()
                        .utf8())
                .contains("\"value\":\"a \\\"b\\\"\"");
        assertThat(event(new PlainEventMapper(ValueFormat.BASE64), BINARY)
                        .payload()
                        .utf8())
                .contains("\"value\":\"gAH/\"");
    }

    @Test
    void theFilterSeesJsonWhereItIsJsonAndTextElsewhere() {
        assertSameJson(RecordJson.filterDocument(record(15, utf8("[1]"))), """
                {"topic":"mytopic","partition":0,"offset":15,"timestamp":1545084650987,"key":"key","value":[1],
                 "headers":{"h":{"base64":"gAH/"},"none":null}}""");
        assertThat(RecordJson.filterDocument(record(15, utf8("[1")))).contains("\"value\":\"[1\"");
        assertThat(RecordJson.filterDocument(record(15, null))).contains("\"value\":null");
        assertThat(RecordJson.filterDocument(record(15, BINARY))).contains("\"value\":{\"base64\":\"gAH/\"}");
    }

    @Test
    void onlyOneWholeDocumentIsJson() {
        for (String json : List.of("1", "null", "\"a\"", " {\"a\":[1,2]} ", "1e400")) {
            assertThat(RecordJson.isJson(json)).as(json).isTrue();
        }
        for (String text : List.of("", " ", "1 2", "{} {}", "{\"a\":", "[1,]", "NaN", "\uFEFF{}", "{'a':1}")) {
            assertThat(RecordJson.isJson(text)).as(text).isFalse();
        }
    }

    @Test
    void anEventTellsWhereItsRecordsAre() throws Exception {
        TriggerEvent event = event(new LambdaEventMapper("b:1"), utf8("x"));

        assertThat(event.key()).isNull();
        assertThat(event.orderingKey()).isEqualTo("mytopic-0");
        assertThat(event.source()).isEqualTo("kafka:mytopic");
        assertThat(event.occurredAt().toEpochMilli()).isEqualTo(1545084650987L);
        assertThat(event.attributes())
                .containsEntry("offset", "15")
                .containsEntry("lastOffset", "16")
                .containsEntry("records", "2");
    }

    private static TriggerEvent event(KafkaEventMapper mapper, byte[] value) throws Exception {
        return new KafkaEventFactory(mapper)
                .batch(
                        PARTITION,
                        List.of(
                                new ReadRecord.Ready(
                                        15, 1545084650987L, Payload.wrap(mapper.record(record(15, value)))),
                                new ReadRecord.Ready(
                                        16, 1545084650987L, Payload.wrap(mapper.record(record(16, null))))));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("h", utf8("hi")).add("h", BINARY).add("none", null);
        return new ConsumerRecord<>(
                "mytopic",
                0,
                offset,
                1545084650987L,
                TimestampType.CREATE_TIME,
                3,
                0,
                utf8("key"),
                value,
                headers,
                Optional.empty());
    }

    private static void assertSameJson(TriggerEvent event, String expected) {
        assertSameJson(event.payload().utf8(), expected);
    }

    private static void assertSameJson(String actual, String expected) {
        JsonMapper json = JsonMapper.builder().build();
        assertThat(json.readTree(actual)).isEqualTo(json.readTree(expected));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
