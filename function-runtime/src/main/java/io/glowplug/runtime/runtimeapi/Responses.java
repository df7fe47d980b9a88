// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.channel.ErrorDocument;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** What the platform answers on this wire. */
final class Responses {

    private static final byte[] OK = "{\"status\":\"OK\"}".getBytes(StandardCharsets.US_ASCII);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Responses() {}

    static FullHttpResponse event(Handover handover) {
        FullHttpResponse response =
                json(HttpResponseStatus.OK, handover.payload().bytes());
        response.headers()
                .set("Lambda-Runtime-Aws-Request-Id", handover.invocationId().toString())
                .set("Lambda-Runtime-Deadline-Ms", handover.deadline().toEpochMilli())
                .set("Lambda-Runtime-Invoked-Function-Arn", headerValue(handover.invokedFunctionArn()));
        if (handover.traceId() != null) {
            response.headers().set("Lambda-Runtime-Trace-Id", headerValue(handover.traceId()));
        }
        if (handover.clientContext() != null) {
            response.headers().set("Lambda-Runtime-Client-Context", headerValue(handover.clientContext()));
        }
        return response;
    }

    static FullHttpResponse registered(UUID extension, FunctionFacts facts) {
        FullHttpResponse response = json(
                HttpResponseStatus.OK,
                JSON.writeValueAsBytes(Map.of(
                        "functionName", facts.functionName(),
                        "functionVersion", facts.functionVersion(),
                        "handler", facts.handler())));
        response.headers().set("Lambda-Extension-Identifier", extension.toString());
        return response;
    }

    static FullHttpResponse extensionEvent(ExtensionEvent event) {
        FullHttpResponse response = json(HttpResponseStatus.OK, JSON.writeValueAsBytes(event));
        response.headers()
                .set("Lambda-Extension-Event-Identifier", UUID.randomUUID().toString());
        return response;
    }

    static FullHttpResponse accepted() {
        return json(HttpResponseStatus.ACCEPTED, OK);
    }

    /**
     * What AWS's own emulator answers where it cannot subscribe anybody, so that extensions know what to make of it:
     * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api-reference.html
     */
    static FullHttpResponse notSupported(String errorType, String errorMessage) {
        return json(
                HttpResponseStatus.ACCEPTED,
                ErrorDocument.of(errorType, errorMessage).json().bytes());
    }

    /** The words are AWS's. */
    static FullHttpResponse subscribed() {
        return json(HttpResponseStatus.OK, "\"OK\"".getBytes(StandardCharsets.US_ASCII));
    }

    static FullHttpResponse invalid(String errorType, String errorMessage) {
        return json(
                HttpResponseStatus.BAD_REQUEST,
                ErrorDocument.of(errorType, errorMessage).json().bytes());
    }

    static FullHttpResponse refused(Refusal refusal) {
        return json(
                HttpResponseStatus.valueOf(refusal.status),
                ErrorDocument.of(refusal.errorType, refusal.errorMessage).json().bytes());
    }

    private static FullHttpResponse json(HttpResponseStatus status, byte[] body) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    /**
     * Makes any text fit for a header. JSON keeps its meaning: a line break is white space there, and a character
     * outside ASCII can only stand in a string, where its escape means the same.
     */
    private static String headerValue(String text) {
        StringBuilder fit = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character > '~') {
                fit.append("\\u%04x".formatted((int) character));
            } else {
                fit.append(character < ' ' ? ' ' : character);
            }
        }
        return fit.toString();
    }
}
