// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.dispatch.EventSummary;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event.
 *
 * @param trigger id of the trigger it came by, or left out
 * @param replayOf the event that was sent again as this one, or left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventAnswer(
        UUID id,
        String source,
        @Nullable String key,
        String function,
        @Nullable UUID trigger,
        Instant occurredAt,
        Instant acceptedAt,
        int payloadBytes,
        @Nullable UUID replayOf) {

    static EventAnswer of(EventSummary event) {
        return new EventAnswer(
                event.id(),
                event.source(),
                event.key(),
                event.functionName(),
                event.triggerId(),
                event.occurredAt(),
                event.acceptedAt(),
                event.payloadBytes(),
                event.replayOf());
    }
}
