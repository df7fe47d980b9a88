// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.runtime.Payload;
import io.glowplug.trigger.IngressExchange;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Idempotency-Key}, and what makes two requests with one key the same. */
public final class IdempotencyHeader {

    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7E]{1,256}");

    private IdempotencyHeader() {}

    /** Returns the request's key, or null; refuses one that is none. */
    public static @Nullable String of(IngressExchange exchange) {
        String key = exchange.header("Idempotency-Key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw RefusedRequest.of(
                    400, "invalid", "The header Idempotency-Key must have 1 to 256 printable ASCII characters.");
        }
        return key;
    }

    /** Events carry the time and an id of their own, so requests are compared by what their sender decides about. */
    public static String sameness(RequestEvent event) {
        String query = event.exchange().query();
        return event.exchange().method()
                + ' '
                + event.exchange().path()
                + '?'
                + (query == null ? "" : query)
                + '\n'
                + Payload.wrap(event.body()).sha256();
    }

    /** The key was used for another request. */
    public static RefusedRequest reused() {
        return RefusedRequest.of(422, "idempotency-key-reused", "This Idempotency-Key was used with another request.");
    }
}
