// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt in an invocation's time line. Times are milliseconds where the name says so.
 *
 * @param outcome {@code returned}, {@code function-failed}, {@code timed-out}, {@code throttled},
 *     {@code platform-failed}, {@code rejected}, {@code lease-lost}, or {@code records-failed} for a batch of which the
 *     function reported records as failed
 * @param initMs only on a cold start
 * @param streamedBytes size of the answer if the function streamed it, whole or not
 * @param start {@code warm}, or why an environment had to be started: {@code first}, {@code scaled-out} or {@code
 *     init-repeated}, with {@code -ahead} behind if an interpreter had been waiting; null if the function never ran
 */
public record AttemptSummary(
        UUID invocationId,
        int attempt,
        String outcome,
        @Nullable String version,
        @Nullable String environmentId,
        String node,
        Instant startedAt,
        Instant endedAt,
        @Nullable Double queuedMs,
        @Nullable Double initMs,
        @Nullable Double durationMs,
        @Nullable Long billedMs,
        @Nullable Integer maxMemoryMb,
        @Nullable String errorType,
        @Nullable String errorMessage,
        @Nullable Long streamedBytes,
        @Nullable String start) {}
