// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a delivery's time line.
 *
 * @param outcome {@code delivered}, {@code failed}, {@code refused}, {@code lease-lost} or, for no try at all, {@code
 *     redriven}
 * @param target where it went then
 * @param answer the beginning of what the receiver answered, at most 1 KB
 */
public record DeliveryAttempt(
        int attempt,
        String outcome,
        String node,
        String target,
        Instant startedAt,
        Instant endedAt,
        @Nullable Integer httpStatus,
        @Nullable String errorType,
        @Nullable String errorMessage,
        @Nullable String answer) {}
