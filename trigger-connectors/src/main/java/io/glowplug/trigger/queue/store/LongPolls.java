// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.dispatch.Hints;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Receivers that wait for a first message. Those of one queue stand in line on each node: only the first one looks, woken
 * by a hint, so a message wakes one receiver and an empty queue is looked at once a second, however many wait.
 */
@Component
final class LongPolls implements SmartLifecycle {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int LAST_BEFORE_THE_WEB_SERVER = Integer.MAX_VALUE;

    private final Hints hints;
    private final Map<UUID, Line> lines = new HashMap<>();
    private volatile boolean running = true;

    LongPolls(Hints hints) {
        this.hints = hints;
    }

    /** The name under which news of a queue is told. */
    static String topic(UUID queueId) {
        return "queue:" + queueId;
    }

    /** What a look at the queue found. */
    interface Look<T> {

        /** What was found, or null. */
        @Nullable
        T find();

        /** How long until something hidden becomes visible; null if it is not known that something will. */
        @Nullable
        Duration untilNext();
    }

    /** Looks until something is found or the time is over; then, or when the node stops, the answer is {@code nothing}. */
    <T> T await(UUID queueId, Duration atMost, Look<T> look, Supplier<T> nothing) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Line line = enter(queueId);
        try {
            if (!line.first.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                return nothing.get();
            }
            try {
                return lookUntil(deadline, line, look, nothing);
            } finally {
                line.first.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return nothing.get();
        } finally {
            leave(queueId, line);
        }
    }

    private <T> T lookUntil(long deadline, Line line, Look<T> look, Supplier<T> nothing) throws InterruptedException {
        while (running) {
            line.news.drainPermits();
            T found = look.find();
            if (found != null) {
                return found;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return nothing.get();
            }
            Duration next = look.untilNext();
            long wait = Math.min(left, POLL.toNanos());
            if (next != null) {
                wait = Math.min(
                        wait, Math.max(next.toNanos(), Duration.ofMillis(1).toNanos()));
            }
            var _ = line.news.tryAcquire(wait, TimeUnit.NANOSECONDS);
        }
        return nothing.get();
    }

    private synchronized Line enter(UUID queueId) {
        Line line = lines.computeIfAbsent(queueId, id -> new Line(hints, topic(id)));
        line.users++;
        return line;
    }

    private synchronized void leave(UUID queueId, Line line) {
        line.users--;
        if (line.users == 0) {
            lines.remove(queueId);
            line.listening.close();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Sends everybody home, so that no request keeps the node from stopping. */
    @Override
    public synchronized void stop() {
        running = false;
        lines.values().forEach(line -> line.news.release());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return LAST_BEFORE_THE_WEB_SERVER;
    }

    private static final class Line {
        private final Semaphore first = new Semaphore(1, true);
        private final Semaphore news = new Semaphore(0);
        private final Hints.Listening listening;
        private int users;

        private Line(Hints hints, String topic) {
            this.listening = hints.listen(topic, news::release);
        }
    }
}
