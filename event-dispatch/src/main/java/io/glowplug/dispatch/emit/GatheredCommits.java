// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.registry.DatabaseOutage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Has what comes at the same time share a transaction: thousands of schedules may be due at one instant, and a commit of
 * its own would make each of them wait for all in front. There is no thread for it and no delay. Whoever gets one of the
 * few turns commits for all who wait for one; what comes alone is committed alone, by its own thread.
 *
 * @param <T> what is committed
 * @param <R> what became of it
 */
final class GatheredCommits<T, R> {

    private static final int LARGEST_GROUP = 500;

    /** Together they should not weigh more; a single one may. */
    private static final long LARGEST_WEIGHT = 4L << 20;

    private final Function<List<T>, List<R>> commit;
    private final ToLongFunction<T> weight;
    private final Semaphore turns;
    private final ConcurrentLinkedQueue<Waiting<T, R>> queue = new ConcurrentLinkedQueue<>();
    private final Object taking = new Object();

    /**
     * Gathers for that work.
     *
     * @param commit stores a group in one transaction and says what became of each, in the same order
     * @param weight the work that one makes, in bytes to be stored
     * @param turns how many transactions there may be at a time
     */
    GatheredCommits(Function<List<T>, List<R>> commit, ToLongFunction<T> weight, int turns) {
        this.commit = commit;
        this.weight = weight;
        this.turns = new Semaphore(turns, true);
    }

    private static final class Waiting<T, R> {

        private final T item;
        private final long weight;
        private final CompletableFuture<R> result = new CompletableFuture<>();
        private volatile boolean taken;

        private Waiting(T item, long weight) {
            this.item = item;
            this.weight = weight;
        }
    }

    /** Returns when that is committed, or throws what kept it from being so. */
    R commit(T item) {
        Waiting<T, R> own = new Waiting<>(item, weight.applyAsLong(item));
        queue.add(own);
        turns.acquireUninterruptibly(); // an interrupt in the midst of a transaction would break its connection
        try {
            while (!own.taken) {
                commitAll(takeGroup());
            }
        } finally {
            turns.release();
        }
        try {
            return own.result.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** How many wait to be committed. */
    int waiting() {
        return queue.size();
    }

    private List<Waiting<T, R>> takeGroup() {
        List<Waiting<T, R>> group = new ArrayList<>();
        long total = 0;
        synchronized (taking) {
            Waiting<T, R> next = queue.peek();
            while (next != null && group.size() < LARGEST_GROUP) {
                total += next.weight;
                if (!group.isEmpty() && total > LARGEST_WEIGHT) {
                    break;
                }
                next.taken = true;
                group.add(queue.remove());
                next = queue.peek();
            }
        }
        return group;
    }

    /** What the database refuses of one must not fail the others, so each is tried by itself then. */
    private void commitAll(List<Waiting<T, R>> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            List<R> results = commit.apply(group.stream().map(each -> each.item).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result.complete(results.get(i));
            }
        } catch (RuntimeException failed) {
            if (group.size() == 1 || DatabaseOutage.isBehind(failed)) {
                group.forEach(each -> each.result.completeExceptionally(failed));
            } else {
                group.forEach(each -> commitAll(List.of(each)));
            }
        } finally {
            group.forEach(GatheredCommits::endUnlessEnded);
        }
    }

    /** After an Error, which only its own thread is told of, nobody else waits for ever. */
    private static void endUnlessEnded(Waiting<?, ?> each) {
        if (!each.result.isDone()) {
            each.result.completeExceptionally(new IllegalStateException("the commit broke off"));
        }
    }
}
