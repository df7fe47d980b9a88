// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.RecordLayout;
import io.glowplug.runtime.Payload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchBodyTest {

    private static final RecordLayout KAFKA =
            new RecordLayout(List.of("records", "orders-0"), List.of("offset"), "orders-0", true);
    private static final RecordLayout QUEUE = new RecordLayout(List.of("Records"), List.of("messageId"), null, false);
    private static final RecordLayout STREAM =
            new RecordLayout(List.of("Records"), List.of("kinesis", "sequenceNumber"), null, true);
    private static final Payload BODY = Payload.ofUtf8("""
            {"eventSource":"SelfManagedKafka", "records" : {"other-1":[{"offset":7}],"orders-0":[
              {"offset":15,"value":"ä{[\\"]}"} , {"value":{"offset":1},"offset":16,"big":12345678901234567890.120},
            {"offset":17}]}, "more":"text"}""");

    @Test
    void recordsAreTakenOutByTheirBytes() {
        BatchBody body = BatchBody.open(BODY, KAFKA).orElseThrow();

        assertThat(body.size()).isEqualTo(3);
        assertThat(body.only(RecordSet.parse("0-2")).utf8()).isEqualTo(BODY.utf8());
        assertThat(body.only(RecordSet.parse("1")).utf8()).isEqualTo("""
                {"eventSource":"SelfManagedKafka", "records" : {"other-1":[{"offset":7}],"orders-0":[
                  {"value":{"offset":1},"offset":16,"big":12345678901234567890.120}]}, "more":"text"}""");
        assertThat(body.only(RecordSet.parse("0,2")).utf8()).contains("""
                {"offset":15,"value":"ä{[\\"]}"},{"offset":17}]""");
    }

    @Test
    void recordsAreFoundByWhatTheyAreCalled() {
        BatchBody body = BatchBody.open(BODY, KAFKA).orElseThrow();

        assertThat(body.named(List.of("17", "15", "15"), RecordSet.range(0, 3))).contains(RecordSet.parse("0,2"));
        assertThat(body.named(List.of("17"), RecordSet.range(0, 2))).isEmpty();
        assertThat(body.attributes(RecordSet.parse("0-1")))
                .isEqualTo(Map.of("offset", "15", "lastOffset", "16", "records", "2"));
        Payload stream = Payload.ofUtf8("{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"495\"}},{}]}");
        assertThat(BatchBody.open(stream, STREAM).orElseThrow().identifier(0)).isEqualTo("495");
        assertThat(BatchBody.open(stream, STREAM).orElseThrow().identifier(1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"records\":[]}",
                "{\"records\":{\"orders-0\":[]}}",
                "{\"records\":{\"orders-0\":[1]}}",
                "{\"records\":{\"orders-0\":[{}",
                "{\"records\":{\"orders-0\":{}}}"
            })
    void whatHasNoRecordsThereIsNoBatch(String body) {
        assertThat(BatchBody.open(Payload.ofUtf8(body), KAFKA)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "\"\"",
                "{}",
                "{\"batchItemFailures\":null}",
                "{\"batchItemFailures\":[]}",
                "{\"ok\":1}"
            })
    void theseAnswersAreFullSuccesses(String answer) {
        assertThat(ItemFailures.in(Payload.ofUtf8(answer), QUEUE)).isEqualTo(new ItemFailures.None());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "\"done\"",
                "3",
                "[]",
                "{\"batchItemFailures\":{}}",
                "{\"batchItemFailures\":[\"a\"]}",
                "{\"batchItemFailures\":[{}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":3}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"id\":\"b\"}]}"
            })
    void theseAnswersAreFullFailures(String answer) {
        assertThat(ItemFailures.in(Payload.ofUtf8(answer), QUEUE)).isInstanceOf(ItemFailures.Malformed.class);
    }

    @Test
    void aKafkaRecordIsNamedByPartitionAndOffset() {
        assertThat(answer("{\"partition\":\"orders-0\",\"offset\":15}"))
                .isEqualTo(new ItemFailures.Named(List.of("15")));
        assertThat(answer("{\"partition\":\"orders-1\",\"offset\":15}")).isInstanceOf(ItemFailures.Malformed.class);
        assertThat(answer("{\"partition\":\"orders-0\",\"offset\":\"15\"}")).isInstanceOf(ItemFailures.Malformed.class);
        assertThat(answer("\"orders-0-15\"")).isInstanceOf(ItemFailures.Malformed.class);
        assertThat(ItemFailures.in(Payload.ofUtf8("{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"}]}"), null))
                .isInstanceOf(ItemFailures.Malformed.class);
    }

    @Test
    void setsLayoutsAndRemaindersAreReadAsTheyWereWritten() {
        RecordSet set = RecordSet.parse("0-4,7,9-11");
        Remainder left = new Remainder(
                set,
                List.of(RecordSet.parse("12"), RecordSet.parse("13-99")),
                RecordSet.parse("5"),
                DeadLetterReason.NOT_RETRIABLE,
                3);

        assertThat(set).hasToString("0-4,7,9-11");
        assertThat(set.size()).isEqualTo(9);
        assertThat(RecordSet.parse("")).isEqualTo(RecordSet.NONE);
        assertThat(RecordJson.remainder(RecordJson.text(left))).isEqualTo(left);
        assertThat(RecordJson.layout(RecordJson.text(KAFKA))).isEqualTo(KAFKA);
        assertThat(RecordJson.layout(RecordJson.text(QUEUE))).isEqualTo(QUEUE);
    }

    private static ItemFailures answer(String identifier) {
        return ItemFailures.in(
                Payload.ofUtf8("{\"batchItemFailures\":[{\"itemIdentifier\":" + identifier + "}]}"), KAFKA);
    }
}
