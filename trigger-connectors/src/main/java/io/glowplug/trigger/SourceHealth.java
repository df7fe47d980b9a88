// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a source is doing.
 *
 * @param lag how many records (or slots) wait at the source, by partition; empty when unknown
 * @param lastProgress when it last did what it could: read something, found nothing to read, or held back on purpose
 *     because enough is open. The watchdog restarts a source that has lag or a problem and no progress for long.
 * @param problem what is wrong now, in one sentence for the user, or null
 * @param ended whether nothing will ever come from it again
 */
public record SourceHealth(
        Map<String, Long> lag,
        Instant lastProgress,
        @Nullable String problem,
        boolean ended) {

    public SourceHealth {
        lag = Map.copyOf(lag);
    }

    public long totalLag() {
        return lag.values().stream().mapToLong(Long::longValue).sum();
    }
}
