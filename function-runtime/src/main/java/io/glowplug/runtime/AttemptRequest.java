// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import io.glowplug.registry.FunctionVersion;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One try of an invocation.
 *
 * @param invocationId the request id that the function sees; the same for each attempt
 * @param qualifier what the caller asked for (alias, version number), or null; part of the invoked function's ARN
 * @param patience how long to wait for a free environment before the outcome is {@link AttemptOutcome.Throttled}
 * @param clientContext JSON that a synchronous caller sent along, or null
 * @param traceId value of the caller's trace header, or null
 * @param sink where a streamed answer goes, or null to have it collected, up to {@link Payload#MAX_SYNC_BYTES}
 */
public record AttemptRequest(
        UUID invocationId,
        FunctionVersion version,
        @Nullable String qualifier,
        Payload payload,
        Duration patience,
        @Nullable String clientContext,
        @Nullable String traceId,
        @Nullable AnswerSink sink) {

    /** One try whose answer is wanted in one piece. */
    public AttemptRequest(
            UUID invocationId,
            FunctionVersion version,
            @Nullable String qualifier,
            Payload payload,
            Duration patience,
            @Nullable String clientContext,
            @Nullable String traceId) {
        this(invocationId, version, qualifier, payload, patience, clientContext, traceId, null);
    }

    /** The trace header that the function sees: the caller's, otherwise one of the invocation's own, as on Lambda. */
    public String traceHeader() {
        return traceId == null ? TraceHeader.of(invocationId) : traceId;
    }
}
