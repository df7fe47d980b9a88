// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters of one function that died of the same error.
 *
 * @param message the error's message without quoted parts, ids and numbers
 * @param sample the dead letter that died last
 * @param sampleMessage its message as it was
 * @param counts how many died in each span of time, oldest first; the spans are equally long
 */
public record DeadLetterGroup(
        UUID fingerprint,
        String functionName,
        String errorType,
        String message,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        UUID sample,
        @Nullable String sampleMessage,
        List<Span> counts) {

    /** How many died from one instant on and before another. */
    public record Span(Instant from, Instant to, long count) {}
}
