// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.RecordLayout;
import io.glowplug.dispatch.transition.Budget;
import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event about to be accepted, with the invocation it is accepted for. Both have the same id.
 *
 * @param attributes facts for people; {@link #TRACE_ID} among them reaches the function
 * @param records where the records of a batch are in the payload, or null
 * @param deliverAt when it is delivered, or null for at once
 */
public record NewInvocation(
        UUID id,
        String functionName,
        @Nullable String qualifier,
        @Nullable UUID triggerId,
        String source,
        @Nullable String eventKey,
        @Nullable String orderingKey,
        @Nullable String idempotencyKey,
        Instant occurredAt,
        Map<String, String> attributes,
        Payload payload,
        @Nullable RecordLayout records,
        @Nullable Instant deliverAt) {

    /** One that is delivered at once. */
    public NewInvocation(
            UUID id,
            String functionName,
            @Nullable String qualifier,
            @Nullable UUID triggerId,
            String source,
            @Nullable String eventKey,
            @Nullable String orderingKey,
            @Nullable String idempotencyKey,
            Instant occurredAt,
            Map<String, String> attributes,
            Payload payload,
            @Nullable RecordLayout records) {
        this(
                id,
                functionName,
                qualifier,
                triggerId,
                source,
                eventKey,
                orderingKey,
                idempotencyKey,
                occurredAt,
                attributes,
                payload,
                records,
                null);
    }

    /** The attribute that carries the trace header of the call. */
    public static final String TRACE_ID = "traceId";

    /** The attribute that says when its caller wanted it to be delivered. */
    public static final String DELIVER_AT = "deliverAt";

    /** Where it stands once accepted. */
    public enum Placement {
        /** Running on the node that accepts it. */
        HANDED_OVER,
        /** Waiting for any node. */
        DUE,
        /** Waiting for the time at which it is to be delivered. */
        DELAYED,
        /** Waiting for the one before it in its ordering key. */
        BEHIND
    }

    /** An invocation and where it is put. */
    public record Placed(NewInvocation invocation, Placement placement) {}

    /** The lease that a node has of it when it was handed over at its acceptance. */
    public LeasedInvocation handedOver(Instant acceptedAt) {
        return new LeasedInvocation(
                id,
                functionName,
                qualifier,
                triggerId,
                orderingKey,
                1,
                Budget.UNSPENT,
                acceptedAt,
                payload,
                attributes.get(TRACE_ID),
                records,
                null,
                false);
    }
}
