// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.glowplug.app.request.PayloadJson;
import io.glowplug.dispatch.DeadLetter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter.
 *
 * @param trigger id of the trigger it came by, or left out
 * @param reason such as {@code retries-exhausted}
 * @param fingerprint the same for all of the function that died of the same error
 * @param redriveOf the dead letter that its invocation had been redriven from
 * @param redrivenAs the invocation that it was sent again as
 * @param redriveId the redrive by query that sent it again
 * @param payload as it would be handed to the function; left out of lists
 * @param payloadBase64 instead of the payload where that is not JSON
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterAnswer(
        UUID id,
        UUID eventId,
        String function,
        @Nullable String qualifier,
        @Nullable UUID trigger,
        String reason,
        @Nullable String errorType,
        @Nullable String errorMessage,
        int attempts,
        int payloadBytes,
        @JsonRawValue @Nullable String payload,
        @Nullable String payloadBase64,
        Map<String, String> attributes,
        Instant acceptedAt,
        Instant deadAt,
        UUID fingerprint,
        @Nullable UUID redriveOf,
        @Nullable UUID redrivenAs,
        @Nullable Instant redrivenAt,
        @Nullable UUID redriveId) {

    static DeadLetterAnswer withPayload(DeadLetter letter) {
        return of(letter, PayloadJson.of(letter.payload()));
    }

    static DeadLetterAnswer inList(DeadLetter letter) {
        return of(letter, null);
    }

    private static DeadLetterAnswer of(DeadLetter letter, @Nullable PayloadJson payload) {
        return new DeadLetterAnswer(
                letter.id(),
                letter.eventId(),
                letter.functionName(),
                letter.qualifier(),
                letter.triggerId(),
                letter.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                letter.errorType(),
                letter.errorMessage(),
                letter.attempts(),
                letter.payload().size(),
                payload == null ? null : payload.json(),
                payload == null ? null : payload.base64(),
                letter.attributes(),
                letter.acceptedAt(),
                letter.deadAt(),
                letter.fingerprint(),
                letter.redriveOf(),
                letter.redrivenAs(),
                letter.redrivenAt(),
                letter.redriveId());
    }
}
