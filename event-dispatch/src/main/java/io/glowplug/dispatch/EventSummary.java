// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event in a list.
 *
 * @param replayOf the event that was sent again as this one, or null
 */
public record EventSummary(
        UUID id,
        String source,
        @Nullable String key,
        String functionName,
        @Nullable UUID triggerId,
        Instant occurredAt,
        Instant acceptedAt,
        int payloadBytes,
        @Nullable UUID replayOf) {}
