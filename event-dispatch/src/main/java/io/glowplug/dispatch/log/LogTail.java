// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.log;

import io.glowplug.dispatch.FunctionLogs.LogQuery;
import io.glowplug.dispatch.FunctionLogs.Tail;
import io.glowplug.dispatch.partition.TimeOrderedIds;
import io.glowplug.runtime.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Follows new lines by looking for them again and again. Each look goes back a few seconds further than the last one
 * came, for the lines that another node has stored since with an earlier time; none is handed over twice.
 */
class LogTail implements Tail {

    private static final Logger log = LoggerFactory.getLogger(LogTail.class);

    /** How late a line may be stored, the difference of the nodes' clocks included, to be followed still. */
    private static final Duration OVERLAP = Duration.ofSeconds(3);

    private static final int PAGE = 1_000;

    private final LogLineStore store;
    private final LogQuery query;
    private final Consumer<LogLine> consumer;
    private final InstantSource time;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Instant since;
    private Set<UUID> seen = Set.of();

    LogTail(LogLineStore store, LogQuery query, Consumer<LogLine> consumer, InstantSource time) {
        this.store = store;
        this.query = query;
        this.consumer = consumer;
        this.time = time;
        this.since = query.from() == null ? time.instant() : query.from();
    }

    void start(Duration pollEvery) {
        Thread.ofVirtual().name("log-tail").start(() -> follow(pollEvery));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void follow(Duration pollEvery) {
        try {
            do {
                look();
            } while (!closed.await(pollEvery.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException thrownByConsumer) {
            log.debug("A log tail ends because its reader does", thrownByConsumer);
        }
    }

    private void look() {
        Instant begun = time.instant();
        Set<UUID> found = new HashSet<>();
        try {
            List<IdentifiedLine> page = store.from(query, TimeOrderedIds.lowerBound(since), PAGE);
            while (handOver(page, found) && page.size() == PAGE) {
                page = store.search(query, page.getLast().id(), PAGE);
            }
        } catch (DataAccessException unreachable) {
            log.debug("A log tail goes on once the database is back", unreachable);
            found.addAll(seen);
            seen = found;
            return;
        }
        seen = found;
        Instant next = begun.minus(OVERLAP);
        since = next.isAfter(since) ? next : since;
    }

    /** Returns whether to go on. */
    private boolean handOver(List<IdentifiedLine> page, Set<UUID> found) {
        for (IdentifiedLine line : page) {
            if (closed.getCount() == 0) {
                return false;
            }
            if (found.add(line.id()) && !seen.contains(line.id())) {
                consumer.accept(line.line());
            }
        }
        return true;
    }
}
