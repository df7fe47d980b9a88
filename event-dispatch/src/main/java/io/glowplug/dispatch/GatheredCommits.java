// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.DatabaseOutage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Has what many callers ask for at the same time share a transaction: a commit of its own would make each of thousands
 * wait for all in front. There is no thread for it and no delay. A caller that finds others at work leaves its item, and
 * one of those who wait takes everything that has gathered. So a group grows with the load, and what comes alone is
 * committed alone, by its own thread. A crash leaves whole groups, committed or not.
 *
 * @param <T> what is committed
 * @param <R> what became of it
 */
public final class GatheredCommits<T, R> {

    private final Bounds<T> bounds;
    private final Function<List<T>, List<R>> commit;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Pending<T, R>> waiting = new ArrayDeque<>();
    private int atWork;

    /**
     * How much is done at once.
     *
     * @param transactions how many groups are worked on at the same time
     * @param items how many one may have
     * @param weight what those may weigh together; a single one may weigh more
     * @param weightOf what one weighs
     */
    public record Bounds<T>(int transactions, int items, long weight, ToLongFunction<T> weightOf) {}

    /**
     * Gathers for that work.
     *
     * @param commit stores a group in one transaction and answers each in its order, or throws for all of them; called
     *     again for each by itself if it throws and the database is there
     */
    public GatheredCommits(Bounds<T> bounds, Function<List<T>, List<R>> commit) {
        this.bounds = bounds;
        this.commit = commit;
    }

    private static final class Pending<T, R> {
        private final T item;
        private CompletableFuture<Turn<R>> told = new CompletableFuture<>();

        private Pending(T item) {
            this.item = item;
        }
    }

    private sealed interface Turn<R> {
        record Work<R>() implements Turn<R> {}

        record Done<R>(R answer) implements Turn<R> {}

        record Failed<R>(Throwable cause) implements Turn<R> {}
    }

    /** Returns when that is committed, or throws what kept it from being so. Is not interrupted. */
    public R commit(T item) {
        Pending<T, R> mine = new Pending<>(item);
        lock.lock();
        try {
            waiting.add(mine);
            if (atWork < bounds.transactions()) {
                atWork++;
                mine.told.complete(new Turn.Work<>());
            }
        } finally {
            lock.unlock();
        }
        while (true) {
            switch (mine.told.join()) {
                case Turn.Done<R>(R answer) -> {
                    return answer;
                }
                case Turn.Failed<R>(Throwable cause) -> throw asIs(cause);
                case Turn.Work<R> _ -> workOn(mine);
            }
        }
    }

    /** How many wait to be committed. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private static RuntimeException asIs(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    private void workOn(Pending<T, R> mine) {
        List<Pending<T, R>> group = take(mine);
        List<Turn<R>> ends;
        try {
            ends = together(group);
        } finally {
            handOver();
        }
        for (int i = 0; i < group.size(); i++) {
            group.get(i).told.complete(ends.get(i));
        }
    }

    private List<Turn<R>> together(List<Pending<T, R>> group) {
        try {
            return commit.apply(group.stream().map(each -> each.item).toList()).stream()
                    .<Turn<R>>map(Turn.Done::new)
                    .toList();
        } catch (RuntimeException e) {
            // One that the database does not take must not take the others down with it.
            return group.size() == 1 || DatabaseOutage.isBehind(e)
                    ? failed(group, e)
                    : group.stream()
                            .flatMap(each -> together(List.of(each)).stream())
                            .toList();
        } catch (Error e) {
            return failed(group, e);
        }
    }

    private List<Turn<R>> failed(List<Pending<T, R>> group, Throwable cause) {
        return group.stream().<Turn<R>>map(_ -> new Turn.Failed<>(cause)).toList();
    }

    /** Takes this caller's item and what has gathered besides, but for those who were told to work themselves. */
    private List<Pending<T, R>> take(Pending<T, R> mine) {
        lock.lock();
        try {
            waiting.remove(mine);
            mine.told = new CompletableFuture<>();
            List<Pending<T, R>> group = new ArrayList<>();
            group.add(mine);
            long weight = bounds.weightOf().applyAsLong(mine.item);
            Iterator<Pending<T, R>> others = waiting.iterator();
            while (others.hasNext() && group.size() < bounds.items()) {
                Pending<T, R> next = others.next();
                if (next.told.isDone()) {
                    continue;
                }
                weight += bounds.weightOf().applyAsLong(next.item);
                if (weight > bounds.weight()) {
                    break;
                }
                others.remove();
                group.add(next);
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void handOver() {
        lock.lock();
        try {
            // One that was told to work already leaves the line by itself.
            for (Pending<T, R> next : waiting) {
                if (next.told.complete(new Turn.Work<>())) {
                    return;
                }
            }
            atWork--;
        } finally {
            lock.unlock();
        }
    }
}
