// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.log;

import io.glowplug.dispatch.partition.PartitionWorker;
import io.glowplug.registry.DatabaseOutage;
import io.glowplug.runtime.FunctionLogSink;
import io.glowplug.runtime.LogLine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores what functions write, in batches. While the database is away lines gather in memory, then writers are slowed
 * down, and in the end lines are lost and counted.
 */
public class LogWriter implements FunctionLogSink, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LogWriter.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_FLUSH = Duration.ofSeconds(5);

    private final LogLineStore store;
    private final LogProperties properties;
    private final InstantSource time;
    private final LogBuffer buffer;
    private final LogLineIds ids;
    private final LogLosses losses;
    private CountDownLatch stopping = new CountDownLatch(0);
    private @Nullable Thread loop;

    public LogWriter(JdbcClient jdbc, LogProperties properties, InstantSource time, MeterRegistry meters) {
        this.store = new LogLineStore(jdbc);
        this.properties = properties;
        this.time = time;
        this.buffer = new LogBuffer(properties.buffer().toBytes(), properties.batchLines());
        this.ids = new LogLineIds(time);
        this.losses = new LogLosses(meters);
    }

    @Override
    public void write(List<LogLine> lines) {
        List<IdentifiedLine> identified = lines.stream().map(this::identify).toList();
        List<IdentifiedLine> lost = buffer.add(identified, properties.patience());
        if (!lost.isEmpty()) {
            losses.count(lost);
        }
    }

    @Override
    public synchronized void start() {
        if (loop == null) {
            buffer.open();
            CountDownLatch stop = new CountDownLatch(1);
            stopping = stop;
            loop = Thread.ofVirtual().name("log-writer").start(() -> storeUntil(stop));
        }
    }

    /** Takes no more lines and stores what is left, for a bounded time. */
    @Override
    public synchronized void stop() {
        if (loop == null) {
            return;
        }
        buffer.close();
        stopping.countDown();
        try {
            if (!loop.join(LAST_FLUSH)) {
                log.warn("Some lines of functions were not stored before the node stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    /** After the partitions are there, and until everything that runs functions has stopped. */
    @Override
    public int getPhase() {
        return PartitionWorker.PHASE + 1;
    }

    private IdentifiedLine identify(LogLine line) {
        return new IdentifiedLine(ids.next(line.time()), line);
    }

    private void storeUntil(CountDownLatch stop) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            boolean last = stop.getCount() == 0;
            List<IdentifiedLine> batch = buffer.awaitBatch(properties.flushEvery());
            if (last && batch.isEmpty()) {
                return;
            }
            if (storeOrKeep(batch)) {
                pause = FIRST_PAUSE;
            } else if (last) {
                log.warn("The node stops with lines of functions that cannot be stored");
                return;
            } else {
                awaitQuietly(stop, DatabaseOutage.spread(pause));
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            }
        }
    }

    /** Returns whether the batch is done with; otherwise it is still in the buffer and is tried again. */
    private boolean storeOrKeep(List<IdentifiedLine> batch) {
        if (batch.isEmpty()) {
            return true;
        }
        try {
            store.append(batch);
            buffer.remove(batch.size());
            tellLosses();
            return true;
        } catch (DataIntegrityViolationException unacceptable) {
            // The same lines would be refused again for ever, and everything behind them with them.
            log.error("{} lines of functions were refused by the database", batch.size(), unacceptable);
            losses.count(batch);
            buffer.remove(batch.size());
            tellLosses();
            return true;
        } catch (RuntimeException failed) {
            if (!DatabaseOutage.isBehind(failed)) {
                log.warn("Lines of functions wait in memory, since they cannot be stored: {}", failed.toString());
            }
            return false;
        }
    }

    private void tellLosses() {
        buffer.addBeyondBound(
                losses.tell(time.instant()).stream().map(this::identify).toList());
    }

    private static void awaitQuietly(CountDownLatch stop, Duration pause) {
        try {
            var _ = stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
