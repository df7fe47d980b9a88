// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.invoke;

import io.glowplug.dispatch.invoke.RunSummaryStore.RunSummary;
import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.GatheringQueue;
import io.glowplug.registry.DatabaseOutage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Writes summaries of synchronous runs off the request path. They are history, not the ledger: when the database cannot
 * keep up they are left out, counted, and the callers are not slowed down.
 */
public final class RunSummaryWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RunSummaryWorker.class);
    private static final int MAX_BATCH = 500;
    private static final int MAX_WAITING = 20_000;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final RunSummaryStore store;
    private final Counter leftOut;
    private final GatheringQueue<RunSummary> queue = new GatheringQueue<>(MAX_WAITING);
    private List<RunSummary> unfinished = List.of();
    private volatile boolean overflowing;
    private @Nullable BackgroundLoop loop;

    public RunSummaryWorker(RunSummaryStore store, MeterRegistry meters) {
        this.store = store;
        this.leftOut = Counter.builder("glowplug.sync.summaries.left.out")
                .description("Synchronous runs that the history has no record of, since it could not keep up")
                .register(meters);
    }

    void add(RunSummary run) {
        if (queue.offer(run)) {
            return;
        }
        leftOut.increment();
        if (!overflowing) {
            overflowing = true;
            LOG.warn("The history of synchronous runs cannot keep up; some of them are left out");
        }
    }

    @Override
    public synchronized void start() {
        if (loop == null) {
            loop = BackgroundLoop.start("sync-summaries", this::writeNext);
        }
    }

    @Override
    public synchronized void stop() {
        if (loop != null) {
            queue.close();
            loop.stopAndJoin(PATIENCE.multipliedBy(4));
            loop = null;
            writeRest();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    /** Once the node stops there is no later: what cannot be written now is left out. */
    private void writeRest() {
        try {
            while (!queue.isDrained() || !unfinished.isEmpty()) {
                writeNext();
            }
        } catch (RuntimeException away) {
            leftOut.increment(queue.size() + unfinished.size());
            LOG.warn("Synchronous runs are left out of the history: {}", away.getMessage());
        }
    }

    private void writeNext() {
        if (unfinished.isEmpty()) {
            unfinished = queue.take(MAX_BATCH, PATIENCE);
        }
        if (!unfinished.isEmpty()) {
            appendOrKeep(unfinished);
            unfinished = List.of();
            overflowing = false;
        }
    }

    /** What the database refuses is left out; while it is away everything is kept, as far as there is room. */
    private void appendOrKeep(List<RunSummary> runs) {
        try {
            store.append(runs);
        } catch (DataAccessException | TransactionException failed) {
            if (DatabaseOutage.isBehind(failed)) {
                throw failed;
            }
            leftOut.increment(runs.size());
            LOG.warn("{} synchronous runs are left out of the history: {}", runs.size(), failed.toString());
        }
    }
}
