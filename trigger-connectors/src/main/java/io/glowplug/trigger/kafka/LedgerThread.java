// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does the session's work with the ledger, one thing at a time, so that the polling thread never waits for it. All
 * methods are for the polling thread.
 */
final class LedgerThread implements AutoCloseable {

    /** Lets work that only waits (for room, for the ledger to come back) end early. */
    static final class GiveUp {
        private final CountDownLatch given = new CountDownLatch(1);

        /** Waits, and tells whether to give up. */
        boolean await(Duration length) {
            try {
                return given.await(length.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }

    private record Running(Future<LedgerOutcome> outcome, GiveUp giveUp) {}

    private final ExecutorService executor;
    private final Runnable whenDone;
    private @Nullable Running running;

    /**
     * Starts the thread.
     *
     * @param whenDone called on it each time work has ended
     */
    LedgerThread(String name, Runnable whenDone) {
        this.executor =
                Executors.newSingleThreadExecutor(Thread.ofVirtual().name(name).factory());
        this.whenDone = whenDone;
    }

    boolean isIdle() {
        return running == null;
    }

    void start(Function<GiveUp, LedgerOutcome> work) {
        GiveUp giveUp = new GiveUp();
        running = new Running(
                executor.submit(() -> {
                    try {
                        return work.apply(giveUp);
                    } finally {
                        whenDone.run();
                    }
                }),
                giveUp);
    }

    /** Returns the outcome of work that has ended, once; null while it goes on or when there is none. */
    @Nullable
    LedgerOutcome takeOutcome() {
        return running != null && running.outcome.isDone() ? takeOutcome(Duration.ZERO) : null;
    }

    /** Asks running work to give up, and waits for it; null when there is none or it takes longer. */
    @Nullable
    LedgerOutcome hurry(Duration longest) {
        if (running == null) {
            return null;
        }
        running.giveUp.given.countDown();
        return takeOutcome(longest);
    }

    private @Nullable LedgerOutcome takeOutcome(Duration longest) {
        if (running == null) {
            return null;
        }
        try {
            LedgerOutcome outcome = running.outcome.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            running = null;
            return outcome;
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("work with the ledger handles its own failures", e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
