// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Selects past events to send again; what is null selects nothing away. Times are those of acceptance, {@code to}
 * excluded.
 *
 * @param status how the invocation stands that the event was accepted with, whatever a later redrive came to
 * @param ids only these events, at most 1,000
 */
public record ReplayQuery(
        @Nullable String functionName,
        @Nullable UUID triggerId,
        @Nullable String key,
        @Nullable InvocationStatus status,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Set<UUID> ids) {}
