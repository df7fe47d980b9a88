// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.invoke;

import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import io.glowplug.runtime.Payload;
import java.time.Duration;
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

    static void idempotencyKey(InvokeRequest request) {
        String key = request.idempotencyKey();
        Duration life = request.options().idempotencyLife();
        if (life != null) {
            Violations.of()
                    .check(key != null, "idempotencyTtl", "needs an idempotency key")
                    .range("idempotencyTtl", life.toSeconds(), 1, IdempotencyRule.LONGEST_TTL_SECONDS)
                    .refuseIfAny();
        }
        if (key != null && !KEY.matcher(key).matches()) {
            throw RefusedException.invalid("idempotencyKey", "must be 1 to 256 printable ASCII characters");
        }
    }

    /** Only what is accepted can be delivered later. */
    static void refuseDelivery(InvokeRequest request) {
        if (request.options().deliverAt() != null) {
            throw RefusedException.invalid("deliverAt", "goes with asynchronous calls only");
        }
    }

    static void orderingKey(InvokeRequest request) {
        String key = request.orderingKey();
        if (key != null && !KEY.matcher(key).matches()) {
            throw RefusedException.invalid("orderingKey", "must be 1 to 256 printable ASCII characters");
        }
        if (key != null && request.options().deliverAt() != null) {
            throw RefusedException.invalid(
                    "deliverAt", "cannot go with an ordering key: what comes after it would have to wait as long");
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
