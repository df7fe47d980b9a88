// SPDX-License-Identifier: Apache-2.0
package io.glowplug.spring;

import com.amazonaws.services.lambda.runtime.Context;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.cloud.function.json.JsonMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Makes messages of events. An event is the payload, unless it is an object of nothing but {@code payload} and an object
 * {@code headers}: then it is the message itself, and its headers can choose a route.
 */
final class EventMessages {

    /** As the adapter for AWS calls it, so that functions find it here, too. */
    private static final String CONTEXT = "aws-context";

    private static final String PAYLOAD = "payload";
    private static final String HEADERS = "headers";
    private static final Set<String> MEMBERS = Set.of(PAYLOAD, HEADERS);

    private final JsonMapper json;

    EventMessages(JsonMapper json) {
        this.json = json;
    }

    Message<byte[]> of(byte[] event, Context context) {
        if (mayBeMessage(event)
                && json.<Object>fromJson(event, Object.class) instanceof Map<?, ?> message
                && message.keySet().equals(MEMBERS)
                && message.get(HEADERS) instanceof Map<?, ?> headers) {
            MessageBuilder<byte[]> builder = MessageBuilder.withPayload(json.toJson(message.get(PAYLOAD)));
            Map<String, Object> copy = new HashMap<>();
            headers.forEach((name, value) -> copy.put(String.valueOf(name), value));
            return finished(builder.copyHeaders(copy), context); // but for id and timestamp, which messages make
        }
        return finished(MessageBuilder.withPayload(event), context);
    }

    private static Message<byte[]> finished(MessageBuilder<byte[]> builder, Context context) {
        return builder.setHeader(CONTEXT, context)
                .setHeaderIfAbsent(MessageHeaders.CONTENT_TYPE, "application/json")
                .build();
    }

    /** Spares most events a second parsing. */
    private static boolean mayBeMessage(byte[] event) {
        String text = new String(event, StandardCharsets.ISO_8859_1);
        return text.contains('"' + PAYLOAD + '"') && text.contains('"' + HEADERS + '"');
    }
}
