// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.invocations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One invocation.
 *
 * @param trigger id of the trigger it came by, or left out
 * @param deliverAt when it was asked to be delivered, while it is open; left out for at once
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
        @Nullable Instant deliverAt,
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
                invocation.deliverAt(),
                invocation.endedAt(),
                invocation.errorType(),
                invocation.errorMessage(),
                invocation.redriveOf());
    }

    /** Reads a status as it is shown; null for null. */
    public static @Nullable InvocationStatus statusOf(@Nullable String label) {
        if (label == null) {
            return null;
        }
        return Arrays.stream(InvocationStatus.values())
                .filter(status -> labelOf(status).equals(label))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid(
                        "status",
                        "must be one of "
                                + Arrays.stream(InvocationStatus.values())
                                        .map(InvocationAnswer::labelOf)
                                        .collect(Collectors.joining(", "))));
    }

    static String labelOf(InvocationStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
