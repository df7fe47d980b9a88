// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.dispatch.delivery.wire.Outcome.Content;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeEventMapperTest {

    private static final Content NONE = new Content(null, null);

    private final OutcomeEventMapper mapper = new OutcomeEventMapper("eu-central-1", "123456789012");

    private static Content json(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Content(bytes, bytes.length);
    }

    private static Outcome outcome(
            String reason, @Nullable String version, @Nullable String error, Content payload, Content answer) {
        return new Outcome(
                new UUID(1, 1),
                new UUID(1, 2),
                "resize",
                reason.equals("succeeded") ? "live" : null,
                reason.equals("succeeded") ? OutcomeCondition.SUCCESS : OutcomeCondition.FAILURE,
                reason,
                3,
                version,
                error,
                error == null ? null : "it \"failed\"",
                payload,
                answer,
                Instant.parse("2026-11-25T12:00:00.1234Z"));
    }

    @Test
    void aSuccessHasWhatTheFunctionGotAndAnsweredCharacterByCharacter() {
        Outcome outcome = outcome("succeeded", "7", null, json("{\"price\":1.10}"), json("[12345678901234567890]"));

        assertThat(mapper.document(outcome).utf8()).isEqualTo("""
            {"version":"1.0","timestamp":"2026-11-25T12:00:00.123Z",\
            "requestContext":{"requestId":"00000000-0000-0001-0000-000000000001",\
            "functionArn":"arn:aws:lambda:eu-central-1:123456789012:function:resize:live",\
            "condition":"Success","approximateInvokeCount":3},\
            "requestPayload":{"price":1.10},\
            "responseContext":{"statusCode":200,"executedVersion":"7"},\
            "responsePayload":[12345678901234567890]}\
            """);
    }

    @Test
    void aFailureHasTheError() {
        Outcome outcome = outcome("retries-exhausted", "$LATEST", "ValueError", json("{}"), NONE);

        assertThat(mapper.document(outcome).utf8()).isEqualTo("""
            {"version":"1.0","timestamp":"2026-11-25T12:00:00.123Z",\
            "requestContext":{"requestId":"00000000-0000-0001-0000-000000000001",\
            "functionArn":"arn:aws:lambda:eu-central-1:123456789012:function:resize:$LATEST",\
            "condition":"RetriesExhausted","approximateInvokeCount":3},\
            "requestPayload":{},\
            "responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},\
            "responsePayload":{"errorType":"ValueError","errorMessage":"it \\"failed\\""}}\
            """);
    }

    @ParameterizedTest
    @CsvSource({
        "event-age-exceeded, EventAgeExceeded",
        "rejected, Rejected",
        "lease-lost-repeatedly, LeaseLostRepeatedly"
    })
    void aFunctionThatWasNotRunHasNoResponse(String reason, String condition) {
        String document =
                mapper.document(outcome(reason, null, null, json("{}"), NONE)).utf8();

        assertThat(document).contains("\"condition\":\"" + condition + "\"").doesNotContain("response");
    }

    @Test
    void whatIsTooLargeIsLeftOutWithAMark() {
        Outcome outcome = outcome("succeeded", "7", null, new Content(null, 6_000_000), new Content(null, 300_000));

        assertThat(mapper.document(outcome).utf8())
                .contains("\"requestPayload\":null,\"requestPayloadOmitted\":{\"bytes\":6000000,\"maxBytes\":262144}")
                .contains("\"responsePayload\":null,\"responsePayloadOmitted\":{\"bytes\":300000,\"maxBytes\":262144}");
    }

    @Test
    void whatIsNoJsonIsPassedOnInBase64() {
        Outcome outcome = outcome("succeeded", "7", null, json("no json"), new Content(new byte[] {(byte) 0xff}, 1));

        assertThat(mapper.document(outcome).utf8())
                .contains("\"requestPayloadBase64\":\"bm8ganNvbg==\"")
                .contains("\"responsePayloadBase64\":\"/w==\"");
    }
}
