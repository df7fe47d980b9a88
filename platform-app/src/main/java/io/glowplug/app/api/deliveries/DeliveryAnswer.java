// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deliveries;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.dispatch.Delivery;
import io.glowplug.dispatch.DeliveryAttempt;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One outcome and how far it got.
 *
 * @param id the invocation's, and what receivers get as {@code webhook-id}
 * @param function the function whose outcome it is
 * @param trigger id of the trigger that the event came by, or left out
 * @param condition {@code success} or {@code failure}
 * @param reason {@code succeeded}, or why the invocation failed
 * @param state {@code waiting}, {@code running}, {@code delivered} or {@code failed}
 * @param type of the destination as it stands now, left out if it was removed
 * @param target where it goes, in words, left out if the destination was removed
 * @param dueAt when the next try is due
 * @param madeEvent the event that a function got
 * @param timeline every try and redrive; only where one delivery is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryAnswer(
        UUID id,
        UUID event,
        String function,
        @Nullable UUID trigger,
        String condition,
        String reason,
        String state,
        @Nullable String type,
        @Nullable String target,
        int attempts,
        Instant createdAt,
        @Nullable Instant dueAt,
        @Nullable Instant endedAt,
        @Nullable String lastError,
        @Nullable UUID madeEvent,
        @Nullable List<AttemptAnswer> timeline) {

    /** One entry of the time line; {@code outcome} says what happened. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttemptAnswer(
            int attempt,
            String outcome,
            String node,
            String target,
            Instant startedAt,
            Instant endedAt,
            @Nullable Integer httpStatus,
            @Nullable String errorType,
            @Nullable String errorMessage,
            @Nullable String answer) {

        static AttemptAnswer of(DeliveryAttempt attempt) {
            return new AttemptAnswer(
                    attempt.attempt(),
                    attempt.outcome(),
                    attempt.node(),
                    attempt.target(),
                    attempt.startedAt(),
                    attempt.endedAt(),
                    attempt.httpStatus(),
                    attempt.errorType(),
                    attempt.errorMessage(),
                    attempt.answer());
        }
    }

    static DeliveryAnswer inList(Delivery delivery) {
        return of(delivery, null);
    }

    static DeliveryAnswer withTimeline(Delivery delivery, List<DeliveryAttempt> attempts) {
        return of(delivery, attempts.stream().map(AttemptAnswer::of).toList());
    }

    private static DeliveryAnswer of(Delivery delivery, @Nullable List<AttemptAnswer> timeline) {
        return new DeliveryAnswer(
                delivery.id(),
                delivery.eventId(),
                delivery.functionName(),
                delivery.triggerId(),
                word(delivery.condition()),
                delivery.reason(),
                word(delivery.status()),
                delivery.type(),
                delivery.target(),
                delivery.attempts(),
                delivery.createdAt(),
                delivery.visibleAt(),
                delivery.endedAt(),
                delivery.lastError(),
                delivery.madeEvent(),
                timeline);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
