// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Selects invocations; what is null selects nothing away. Times are those of acceptance, {@code to} excluded. */
public record InvocationQuery(
        @Nullable String functionName,
        @Nullable UUID triggerId,
        @Nullable InvocationStatus status,
        @Nullable Instant from,
        @Nullable Instant to) {}
