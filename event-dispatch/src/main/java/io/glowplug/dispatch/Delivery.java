// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One outcome and how far it got.
 *
 * @param id the invocation's
 * @param functionName the function whose outcome it is
 * @param reason {@code succeeded}, or why the invocation failed, in the words of the dead-letter queue
 * @param type of its destination as that stands now, or null if that was removed
 * @param target where it goes, in words, or null if the destination was removed
 * @param attempts the number of the last entry in its time line: how many tries were made, and redrives
 * @param visibleAt when a waiting one becomes due, or null
 * @param lastError why the last try did not work, or null
 * @param madeEvent the event that a function as destination got, or null
 */
public record Delivery(
        UUID id,
        UUID eventId,
        String functionName,
        @Nullable UUID triggerId,
        OutcomeCondition condition,
        String reason,
        DeliveryStatus status,
        @Nullable String type,
        @Nullable String target,
        int attempts,
        Instant createdAt,
        @Nullable Instant visibleAt,
        @Nullable Instant endedAt,
        @Nullable String lastError,
        @Nullable UUID madeEvent) {}
