// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function by name.
 *
 * @param idempotencyKey text of 1 to 256 characters that makes two calls one, or null
 * @param options what else the caller wants
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
        @Nullable String orderingKey,
        Options options) {

    /** A call that comes in no order, without any options. */
    public InvokeRequest(
            String functionName,
            @Nullable String qualifier,
            Payload payload,
            @Nullable String idempotencyKey,
            @Nullable String clientContext,
            @Nullable String traceId) {
        this(functionName, qualifier, payload, idempotencyKey, clientContext, traceId, null, Options.NONE);
    }

    /** A call without any options. */
    public InvokeRequest(
            String functionName,
            @Nullable String qualifier,
            Payload payload,
            @Nullable String idempotencyKey,
            @Nullable String clientContext,
            @Nullable String traceId,
            @Nullable String orderingKey) {
        this(functionName, qualifier, payload, idempotencyKey, clientContext, traceId, orderingKey, Options.NONE);
    }

    /**
     * What a caller may say beyond what is called.
     *
     * @param idempotencyLife how long the idempotency key is remembered, 1 s to 31 days; null for the platform's
     *     standard. It counts from the acceptance, or from the time of delivery where that is later.
     * @param deliverAt when an asynchronous call is delivered, at most a year ahead; null, or an instant that has
     *     passed, for at once. It cannot go with an ordering key.
     * @param call what makes it a trigger's call, or null
     */
    public record Options(
            @Nullable Duration idempotencyLife,
            @Nullable Instant deliverAt,
            @Nullable TriggerCall call) {

        public static final Options NONE = new Options(null, null);

        /** Those of a call that no trigger makes. */
        public Options(@Nullable Duration idempotencyLife, @Nullable Instant deliverAt) {
            this(idempotencyLife, deliverAt, null);
        }
    }
}
