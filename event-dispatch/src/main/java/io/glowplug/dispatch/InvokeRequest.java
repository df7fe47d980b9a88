// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function by name.
 *
 * @param idempotencyKey text of 1 to 256 characters that makes two calls one, or null
 * @param clientContext JSON for the function's context object, or null
 * @param orderingKey asynchronous calls of the function with the same text, of 1 to 256 characters, run one after
 *     another; or null
 */
public record InvokeRequest(
        String functionName,
        @Nullable String qualifier,
        Payload payload,
        @Nullable String idempotencyKey,
        @Nullable String clientContext,
        @Nullable String traceId,
        @Nullable String orderingKey) {

    /** A call that comes in no order. */
    public InvokeRequest(
            String functionName,
            @Nullable String qualifier,
            Payload payload,
            @Nullable String idempotencyKey,
            @Nullable String clientContext,
            @Nullable String traceId) {
        this(functionName, qualifier, payload, idempotencyKey, clientContext, traceId, null);
    }
}
