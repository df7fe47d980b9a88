// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.trigger.SourceHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches one source. It is stuck when there is something to do, or something wrong, and it makes no progress for
 * longer than the watchdog's patience, which doubles with each restart until the source is well for that long after one.
 */
final class SourceWatchdog {

    private static final int MOST_DOUBLINGS = 4;

    private final Duration patience;
    private @Nullable Instant lastProgress;
    private long progressSeenAt;
    private long restartedAt;
    private int restarts;

    SourceWatchdog(Duration patience) {
        this.patience = patience;
    }

    /**
     * Says why the source has to be restarted now, or nothing. Time is measured by the monotonic clock, so a clock that
     * is set forward makes no source look stuck.
     */
    Optional<String> look(SourceHealth health, long nowNanos) {
        boolean well = health.totalLag() == 0 && health.problem() == null;
        if (well && nowNanos - restartedAt >= patience().toNanos()) {
            restarts = 0;
        }
        if (well || !health.lastProgress().equals(lastProgress)) {
            lastProgress = health.lastProgress();
            progressSeenAt = nowNanos;
            return Optional.empty();
        }
        if (nowNanos - progressSeenAt < patience().toNanos()) {
            return Optional.empty();
        }
        progressSeenAt = nowNanos;
        restartedAt = nowNanos;
        restarts = Math.min(restarts + 1, MOST_DOUBLINGS);
        String complaint = health.problem() == null ? "" : ", " + health.problem();
        return Optional.of("lag " + health.totalLag() + ", no progress since " + health.lastProgress() + complaint);
    }

    private Duration patience() {
        return patience.multipliedBy(1L << restarts);
    }
}
