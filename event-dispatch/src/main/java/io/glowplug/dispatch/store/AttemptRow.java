// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.runtime.RunReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt went.
 *
 * @param outcome as in {@link io.glowplug.dispatch.AttemptSummary#outcome()}
 * @param version what was run, or null when it did not come to that
 * @param report null when no environment was involved
 */
public record AttemptRow(
        String outcome,
        @Nullable String version,
        @Nullable RunReport report,
        @Nullable String errorType,
        @Nullable String errorMessage,
        Instant startedAt,
        Instant endedAt) {}
