// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.SecretText;
import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An outcome on its way.
 *
 * @param id the delivery's id, which is the invocation's and the same in every try
 * @param functionName the function whose outcome it is
 * @param hops how many destinations led to the event, this one included
 * @param document the outcome, JSON, at most {@link #MAX_DOCUMENT_BYTES}
 * @param secret of the destination, or null if it has none
 */
public record OutgoingDelivery(
        UUID id,
        UUID eventId,
        String functionName,
        @Nullable UUID triggerId,
        OutcomeCondition condition,
        int hops,
        @Nullable String traceId,
        Instant createdAt,
        Payload document,
        @Nullable SecretText secret) {

    /** A payload or an answer above this is left out of the document. */
    public static final int MAX_PART_BYTES = 256 * 1024;

    /** Below what Kafka's brokers take by default (1 MB), and an event's payload may have (1 MiB). */
    public static final int MAX_DOCUMENT_BYTES = 900 * 1024;
}
