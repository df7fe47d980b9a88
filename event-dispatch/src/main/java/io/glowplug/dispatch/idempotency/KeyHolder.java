// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.idempotency;

import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The call that has a key which another one wanted.
 *
 * @param answer what a completed synchronous call was answered
 * @param answerBytes how large that answer was, if it was too large to be kept
 */
public record KeyHolder(
        UUID invocationId,
        CallKind kind,
        String payloadSha256,
        boolean completed,
        @Nullable String executedVersion,
        @Nullable Payload answer,
        @Nullable Integer answerBytes,
        Instant runningUntil) {

    /** Whether the call that came second is the same one again. The kind of call is part of what has to be the same. */
    public boolean sameCall(KeyClaim claim, CallKind claimKind) {
        return kind == claimKind && payloadSha256.equals(claim.payloadSha256());
    }

    /** How the answer gets to the caller. */
    public enum CallKind {
        SYNC,
        ASYNC
    }
}
