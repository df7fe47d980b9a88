// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Selects events; what is null selects nothing away. Times are those of acceptance, {@code to} excluded. */
public record EventQuery(
        @Nullable String functionName,
        @Nullable UUID triggerId,
        @Nullable String key,
        @Nullable Instant from,
        @Nullable Instant to) {}
