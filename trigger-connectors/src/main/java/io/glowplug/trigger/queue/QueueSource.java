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
    private static final Duration NEXT_LOOK_FOR_ROOM = Duration.ofMillis(50);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(9);

    private final SourceContext context;
    private final QueueTaking taking;
    private final Supplier<QueueDefinition> queue;
    private final Hints hints;
    private final int mostOpen;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile SourceHealth health;
    private volatile boolean closing;
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
        closing = true;
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
        while (goesOn && !closing) {
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
                await(DatabaseOutage.spread(PAUSE_AFTER_FAILURE));
            }
        }
    }

    /** Returns false when nothing is to be taken any more: it is closed, or the lease is lost. */
    private boolean takeUntilClosed() {
        while (!closing) {
            int room = room();
            if (room == 0) {
                well(health.totalLag());
                await(NEXT_LOOK_FOR_ROOM);
                continue;
            }
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
                    await(shorter(nothing.untilNext()));
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

    private void await(Duration time) {
        try {
            var _ = news.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private static Duration shorter(@Nullable Duration next) {
        if (next == null || next.compareTo(POLL) > 0) {
            return POLL;
        }
        return next.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : next;
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
