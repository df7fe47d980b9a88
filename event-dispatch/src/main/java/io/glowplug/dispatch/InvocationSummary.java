// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One invocation in a list.
 *
 * @param eventId null for a synchronous invocation, which has no event
 * @param visibleAt when a waiting one becomes due, or null
 * @param deliverAt when it was asked to be delivered, shown while it is open; null for at once
 * @param redriveOf the dead letter it was redriven from, or null
 */
public record InvocationSummary(
        UUID id,
        @Nullable UUID eventId,
        String functionName,
        @Nullable String qualifier,
        @Nullable UUID triggerId,
        InvocationStatus status,
        int attempts,
        Instant acceptedAt,
        @Nullable Instant visibleAt,
        @Nullable Instant deliverAt,
        @Nullable Instant endedAt,
        @Nullable String errorType,
        @Nullable String errorMessage,
        @Nullable UUID redriveOf) {}
