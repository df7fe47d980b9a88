// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Selects deliveries; what is null selects nothing away.
 *
 * @param functionName the function whose outcomes they are
 * @param type of the destination as it stands now
 * @param from first instant at which the invocation was made, included
 * @param to the last one, excluded
 */
public record DeliveryQuery(
        @Nullable String functionName,
        @Nullable UUID triggerId,
        @Nullable DeliveryStatus status,
        @Nullable UUID eventId,
        @Nullable String type,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** All deliveries of one event. */
    public static DeliveryQuery ofEvent(UUID eventId) {
        return new DeliveryQuery(null, null, null, eventId, null, null, null);
    }

    public DeliveryQuery withStatus(DeliveryStatus wanted) {
        return new DeliveryQuery(functionName, triggerId, wanted, eventId, type, from, to);
    }
}
