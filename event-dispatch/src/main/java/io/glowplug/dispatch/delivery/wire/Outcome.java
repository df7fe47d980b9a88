// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery.wire;

import io.glowplug.dispatch.OutcomeCondition;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an invocation ended.
 *
 * @param reason {@code succeeded}, or in the words of the dead-letter queue why it failed
 * @param invokeCount attempts that were made
 * @param executedVersion null where nothing was run
 * @param at when it ended
 */
public record Outcome(
        UUID invocationId,
        UUID eventId,
        String functionName,
        @Nullable String qualifier,
        OutcomeCondition condition,
        String reason,
        int invokeCount,
        @Nullable String executedVersion,
        @Nullable String errorType,
        @Nullable String errorMessage,
        Content payload,
        Content answer,
        Instant at) {

    /**
     * A payload or an answer.
     *
     * @param bytes null where there is none, or it is too large to be passed on
     * @param size null where there is none
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Content(byte @Nullable [] bytes, @Nullable Integer size) {}
}
