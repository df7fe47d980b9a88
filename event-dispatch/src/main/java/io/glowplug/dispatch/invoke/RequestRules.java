// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.invoke;

import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What a call has to be like: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
final class RequestRules {

    private static final Payload EMPTY_OBJECT = Payload.ofUtf8("{}");
    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7E]{1,256}");
    private static final JsonFactory JSON = new JsonFactory();

    private RequestRules() {}

    /** Returns the payload to hand over, which for an empty body is an empty object. */
    static Payload payload(Payload payload, int maxBytes) {
        if (payload.size() > maxBytes) {
            throw RefusedException.tooLarge("payload", "must be at most " + maxBytes + " bytes");
        }
        if (payload.size() == 0) {
            return EMPTY_OBJECT;
        }
        requireJson(payload.bytes());
        return payload;
    }

    static void idempotencyKey(@Nullable String key) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw RefusedException.invalid("idempotencyKey", "must be 1 to 256 printable ASCII characters");
        }
    }

    static void orderingKey(@Nullable String key) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw RefusedException.invalid("orderingKey", "must be 1 to 256 printable ASCII characters");
        }
    }

    static void noOrderingKey(@Nullable String key) {
        if (key != null) {
            throw RefusedException.invalid("orderingKey", "goes with an asynchronous call only");
        }
    }

    /** Reads the tokens of one JSON value without building anything from them. */
    private static void requireJson(byte[] text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw notJson("there is nothing but white space");
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw notJson("there is more than one value");
            }
        } catch (JacksonException e) {
            throw notJson(e.getOriginalMessage());
        }
    }

    private static RefusedException notJson(String reason) {
        return RefusedException.invalid("payload", "is not JSON: Could not parse request body into json: " + reason);
    }
}
