// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import io.glowplug.dispatch.Hints;
import io.glowplug.registry.DatabaseOutage;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.queue.QueueTaking.Outcome;
import io.glowplug.trigger.queue.store.MessageTaking;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages as long as there are some and there is room for their events; waits for a hint otherwise, and looks once
 * a second all the same.
 */
final class QueueSource implements TriggerSource {

    private static final Logger LOG = LoggerFactory.getLogger(QueueSource.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_LOOK_FOR_ROOM = Duration.ofMillis(20);
    private static final Duration LAST_LOOK_FOR_ROOM = Duration.ofMillis(500);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(9);

    private final SourceContext context;
    private final QueueTaking taking;
    private final Supplier<QueueDefinition> queue;
    private final Hints hints;
    private final int mostOpen;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile SourceHealth health;
    /** No fewer than are really open: counted at some time, plus what was added since. */
    private long openAtMost = Long.MAX_VALUE;

    QueueSource(
            SourceContext context,
            QueueTaking taking,
            Supplier<QueueDefinition> queue,
            Hints hints,
            int maxOpenInvocations) {
        this.context = context;
        this.taking = taking;
        this.queue = queue;
        this.hints = hints;
        this.mostOpen = mostOpen(context, maxOpenInvocations);
        this.thread =
                Thread.ofVirtual().name("queue-" + context.trigger().name()).unstarted(this::run);
        this.health = new SourceHealth(Map.of(), now(), null, false);
    }

    /** More than can run at the same time need not leave the queue, but for as many that are ready to follow. */
    private static int mostOpen(SourceContext context, int maxOpenInvocations) {
        Integer concurrency = context.trigger().delivery().maxConcurrency();
        return concurrency == null ? maxOpenInvocations : Math.min(maxOpenInvocations, 2 * concurrency);
    }

    void start() {
        thread.start();
    }

    @Override
    public SourceHealth health() {
        return health;
    }

    /** Does not interrupt: an interrupt in the midst of an emission would break its database connection. */
    @Override
    public void close() {
        closing.countDown();
        news.release();
        try {
            if (!thread.join(LONGEST_CLOSE)) {
                LOG.warn("trigger {}: a transaction goes on", context.trigger().name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn && !isClosing()) {
            try (Hints.Listening _ = hints.listen(MessageTaking.topic(queue.get()), news::release)) {
                goesOn = takeUntilClosed();
            } catch (RuntimeException e) {
                if (!DatabaseOutage.isBehind(e)) {
                    LOG.warn(
                            "trigger {}: taking messages failed",
                            context.trigger().name(),
                            e);
                }
                unwell("cannot take messages: " + e.getMessage());
                openAtMost = Long.MAX_VALUE;
                pause(DatabaseOutage.spread(PAUSE_AFTER_FAILURE));
            }
        }
    }

    /** Returns false when nothing is to be taken any more: it is closed, or the lease is lost. */
    private boolean takeUntilClosed() {
        Duration nextLook = FIRST_LOOK_FOR_ROOM;
        while (!isClosing()) {
            int room = room();
            if (room == 0) {
                well(health.totalLag());
                pause(nextLook);
                nextLook = shorter(nextLook.multipliedBy(2), LAST_LOOK_FOR_ROOM);
                continue;
            }
            nextLook = FIRST_LOOK_FOR_ROOM;
            news.drainPermits();
            QueueDefinition present = queue.get();
            switch (taking.take(present, room)) {
                case Outcome.LeaseLost _ -> {
                    return false;
                }
                case Outcome.Took took -> {
                    openAtMost += took.events();
                    well(health.totalLag());
                }
                case Outcome.Nothing nothing -> {
                    well(nothing.waiting());
                    awaitNews(untilNext(nothing.untilNext()));
                }
            }
        }
        return false;
    }

    private int room() {
        if (openAtMost >= mostOpen) {
            openAtMost = context.openInvocations();
        }
        return (int) Math.max(0, mostOpen - openAtMost);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** News of messages do not shorten it. */
    private void pause(Duration time) {
        try {
            var _ = closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted();
        }
    }

    private void awaitNews(Duration time) {
        try {
            var _ = news.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted();
        }
    }

    private void interrupted() {
        Thread.currentThread().interrupt();
        closing.countDown();
    }

    private static Duration untilNext(@Nullable Duration next) {
        Duration wait = next == null ? POLL : shorter(next, POLL);
        return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void well(long waiting) {
        health = new SourceHealth(Map.of("queue", waiting), now(), null, false);
    }

    private void unwell(String problem) {
        health = new SourceHealth(health.lag(), health.lastProgress(), problem, false);
    }

    private Instant now() {
        return context.clock().instant();
    }
}
