// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.app.telemetry.AttemptCounts.Cell;
import io.glowplug.registry.DatabaseOutage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Stores what this node has counted, every few seconds and once more when it stops. */
@Component
class AttemptCountWriter extends PeriodicReader {

    private static final Logger log = LoggerFactory.getLogger(AttemptCountWriter.class);

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Enough for hours without a database; what is counted beyond is not worth the memory. */
    private static final int MOST_KEPT = 10_000;

    private final AttemptCounts counts;
    private final AttemptCountStore store;
    private final List<Cell> unstored = new ArrayList<>();

    AttemptCountWriter(AttemptCounts counts, AttemptCountStore store) {
        super("attempt-counts", INTERVAL);
        this.counts = counts;
        this.store = store;
    }

    @Override
    synchronized void read() {
        unstored.addAll(counts.take());
        if (unstored.isEmpty()) {
            return;
        }
        try {
            store.add(unstored);
            unstored.clear();
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isBehind(e)) {
                log.warn("Counts of attempts cannot be stored, and are kept for now: {}", e.getMessage());
            }
            if (unstored.size() > MOST_KEPT) {
                unstored.subList(0, unstored.size() - MOST_KEPT).clear();
            }
        }
    }

    @Override
    public synchronized void stop() {
        if (isRunning()) {
            super.stop();
            read();
        }
    }
}
