// SPDX-License-Identifier: Apache-2.0
package io.glowplug.spring;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.reactivestreams.Publisher;
import org.springframework.cloud.function.json.JsonMapper;
import org.springframework.messaging.Message;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes JSON of what functions return: of nothing a null, of a flux a list. */
final class Answers {

    private static final byte[] NOTHING = "null".getBytes(StandardCharsets.US_ASCII);

    private final JsonMapper json;

    Answers(JsonMapper json) {
        this.json = json;
    }

    byte[] json(Object result) {
        if (result instanceof Mono<?> mono) {
            return one(mono.block());
        }
        return result instanceof Publisher<?> publisher
                ? list(Flux.from(publisher).collectList().block())
                : one(result);
    }

    private byte[] one(Object result) {
        Object payload = result instanceof Message<?> message ? message.getPayload() : result;
        if (payload == null) {
            return NOTHING;
        }
        return payload instanceof byte[] bytes ? bytes : json.toJson(payload);
    }

    private byte[] list(List<?> results) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.write('[');
        for (int i = 0; i < results.size(); i++) {
            if (i > 0) {
                list.write(',');
            }
            list.writeBytes(one(results.get(i)));
        }
        list.write(']');
        return list.toByteArray();
    }
}
