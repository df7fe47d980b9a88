// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Selects dead letters; what is null selects nothing away.
 *
 * @param errorType exact type of the last error
 * @param fingerprint only those that died of one error, see {@link DeadLetter#fingerprint()}
 * @param ids only these, at most 1,000
 * @param from first instant of {@code deadAt}, included
 * @param to last instant of {@code deadAt}, excluded
 * @param includeRedriven whether those already sent again are listed too; they are never redriven twice by a query
 */
public record DeadLetterQuery(
        @Nullable String functionName,
        @Nullable UUID triggerId,
        @Nullable String errorType,
        @Nullable UUID fingerprint,
        @Nullable Set<UUID> ids,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean includeRedriven) {

    /** Selects by the facts that a list is searched by. */
    public DeadLetterQuery(
            @Nullable String functionName,
            @Nullable UUID triggerId,
            @Nullable String errorType,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean includeRedriven) {
        this(functionName, triggerId, errorType, null, null, from, to, includeRedriven);
    }
}
