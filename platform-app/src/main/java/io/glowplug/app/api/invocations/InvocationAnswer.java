// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.invocations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvocationSummary;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One invocation.
 *
 * @param trigger id of the trigger it came by, or left out
 * @param status such as {@code waiting} or {@code dead-lettered}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvocationAnswer(
        UUID id,
        @Nullable UUID eventId,
        String function,
        @Nullable String qualifier,
        @Nullable UUID trigger,
        String status,
        int attemptCount,
        Instant acceptedAt,
        @Nullable Instant visibleAt,
        @Nullable Instant endedAt,
        @Nullable String errorType,
        @Nullable String errorMessage,
        @Nullable UUID redriveOf) {

    public static InvocationAnswer of(InvocationSummary invocation) {
        return new InvocationAnswer(
                invocation.id(),
                invocation.eventId(),
                invocation.functionName(),
                invocation.qualifier(),
                invocation.triggerId(),
                labelOf(invocation.status()),
                invocation.attempts(),
                invocation.acceptedAt(),
                invocation.visibleAt(),
                invocation.endedAt(),
                invocation.errorType(),
                invocation.errorMessage(),
                invocation.redriveOf());
    }

    static String labelOf(InvocationStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
