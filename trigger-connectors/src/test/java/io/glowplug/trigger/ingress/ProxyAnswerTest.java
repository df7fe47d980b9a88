// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.ingress.ProxyAnswer.MalformedAnswerException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyAnswerTest {

    private static ProxyAnswer read(PayloadFormat format, String returned) throws MalformedAnswerException {
        return ProxyAnswer.read(format, returned.getBytes(StandardCharsets.UTF_8));
    }

    private static HeaderField header(String name, String value) {
        return new HeaderField(name, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"n\": 1}", "\"hello\"", "[1,2]", "null", "17"})
    void aValueWithoutAStatusIsTheBodyItself(String returned) throws MalformedAnswerException {
        ProxyAnswer answer = read(PayloadFormat.V2, returned);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsExactly(header("Content-Type", "application/json"));
        assertThat(answer.body()).asString().isEqualTo(returned);
    }

    @Test
    void format2HasCookiesAndBinaryBodies() throws MalformedAnswerException {
        ProxyAnswer answer = read(PayloadFormat.V2, """
                {"statusCode": 201, "headers": {"content-type": "image/png", "X-N": 1, "Connection": "close",
                 "Transfer-Encoding": "chunked", "Content-Length": "99"},
                 "cookies": ["a=1; HttpOnly", "b=2"], "body": "iVBORw==", "isBase64Encoded": true}""");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers())
                .containsExactly(
                        header("content-type", "image/png"),
                        header("X-N", "1"),
                        header("Set-Cookie", "a=1; HttpOnly"),
                        header("Set-Cookie", "b=2"));
        assertThat(answer.body()).containsExactly(0x89, 'P', 'N', 'G');
    }

    @Test
    void format1HasHeadersOfSeveralValues() throws MalformedAnswerException {
        ProxyAnswer answer = read(PayloadFormat.V1, """
                {"statusCode": "404", "headers": {"X-A": "single", "X-B": "b"},
                 "multiValueHeaders": {"x-a": ["1", "2"]}, "cookies": ["ignored=1"], "body": "no"}""");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers())
                .isEqualTo(List.of(
                        header("x-a", "1"),
                        header("x-a", "2"),
                        header("X-B", "b"),
                        header("Content-Type", "application/json")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\": 99}",
                "{\"statusCode\": 101}",
                "{\"statusCode\": 600}",
                "{\"statusCode\": 200.5}",
                "{\"statusCode\": \"ok\"}",
                "{\"statusCode\": null}",
                "{\"statusCode\": 200, \"headers\": []}",
                "{\"statusCode\": 200, \"headers\": {\"x\": {}}}",
                "{\"statusCode\": 200, \"headers\": {\"x y\": \"1\"}}",
                "{\"statusCode\": 200, \"headers\": {\"\": \"1\"}}",
                "{\"statusCode\": 200, \"headers\": {\"x:\": \"1\"}}",
                "{\"statusCode\": 200, \"headers\": {\"x\": \"1\\r\\nSet-Cookie: evil=1\"}}",
                "{\"statusCode\": 200, \"headers\": {\"x\": \"1\\nevil\"}}",
                "{\"statusCode\": 200, \"headers\": {\"x\": \"\\u0000\"}}",
                "{\"statusCode\": 200, \"headers\": {\"x\": \"\\u0120\"}}",
                "{\"statusCode\": 200, \"body\": {\"n\": 1}}",
                "{\"statusCode\": 200, \"body\": \"%%\", \"isBase64Encoded\": true}",
                "{\"statusCode\": 200, \"isBase64Encoded\": \"yes\"}",
                "{\"statusCode\": 200, \"cookies\": \"a=1\"}",
                "{\"statusCode\": 200, \"cookies\": [\"a=1\\r\\nX: y\"]}",
                "not json"
            })
    void whatIsNoAnswerIsMalformed(String returned) {
        assertThatThrownBy(() -> read(PayloadFormat.V2, returned))
                .isInstanceOf(MalformedAnswerException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void format1NeedsAStatus() {
        assertThatThrownBy(() -> read(PayloadFormat.V1, "{\"n\": 1}"))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageContaining("statusCode");
    }
}
