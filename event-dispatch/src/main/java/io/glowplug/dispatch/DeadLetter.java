// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end station of an invocation.
 *
 * @param id the dead letter's own id, which is the invocation's
 * @param attempts how many attempts were made
 * @param redriveOf the dead letter that the invocation had been redriven from, or null
 * @param redrivenAs the invocation it was sent again as, or null
 * @param redriveId the redrive by query that sent it again, or null
 * @param fingerprint the same for all dead letters of the function that died of the same error
 */
public record DeadLetter(
        UUID id,
        UUID eventId,
        String functionName,
        @Nullable String qualifier,
        @Nullable UUID triggerId,
        DeadLetterReason reason,
        @Nullable String errorType,
        @Nullable String errorMessage,
        int attempts,
        Payload payload,
        Map<String, String> attributes,
        Instant acceptedAt,
        Instant deadAt,
        UUID fingerprint,
        @Nullable UUID redriveOf,
        @Nullable UUID redrivenAs,
        @Nullable Instant redrivenAt,
        @Nullable UUID redriveId) {}
