// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.registry.DatabaseOutage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.springframework.dao.NonTransientDataAccessException;

/**
 * Does together what many callers ask for at the same time. There is no thread and no delay: a caller that finds others
 * at work leaves its request, and one of those who wait takes everything that has gathered. So a group grows with the
 * load, and a lone request is a group of one.
 */
final class Gathering<R, A> {

    private static final int MAX_SIZE = 1_000;

    private static final class Pending<R, A> {
        private final R request;
        private CompletableFuture<Turn<A>> told = new CompletableFuture<>();

        private Pending(R request) {
            this.request = request;
        }
    }

    private sealed interface Turn<A> {
        record Work<A>() implements Turn<A> {}

        record Done<A>(A answer) implements Turn<A> {}

        record Failed<A>(Throwable cause) implements Turn<A> {}
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Pending<R, A>> waiting = new ArrayDeque<>();
    private final int atWorkAtMost;
    private final ToIntFunction<R> sizeOf;
    private final Function<List<R>, List<A>> work;
    private int atWork;

    /**
     * Makes one.
     *
     * @param atWorkAtMost how many groups are worked on at the same time
     * @param sizeOf what a request counts; groups grow to about a thousand
     * @param work answers each request of a group in its order, or throws for all of them
     */
    Gathering(int atWorkAtMost, ToIntFunction<R> sizeOf, Function<List<R>, List<A>> work) {
        this.atWorkAtMost = atWorkAtMost;
        this.sizeOf = sizeOf;
        this.work = work;
    }

    A ask(R request) {
        Pending<R, A> mine = new Pending<>(request);
        lock.lock();
        try {
            waiting.add(mine);
            if (atWork < atWorkAtMost) {
                atWork++;
                mine.told.complete(new Turn.Work<>());
            }
        } finally {
            lock.unlock();
        }
        while (true) {
            switch (mine.told.join()) {
                case Turn.Done<A>(A answer) -> {
                    return answer;
                }
                case Turn.Failed<A>(Throwable cause) -> throw asIs(cause);
                case Turn.Work<A> _ -> workOn(mine);
            }
        }
    }

    private static RuntimeException asIs(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    private void workOn(Pending<R, A> mine) {
        List<Pending<R, A>> group = take(mine);
        List<Turn<A>> ends;
        try {
            ends = together(group);
        } finally {
            handOver();
        }
        for (int i = 0; i < group.size(); i++) {
            group.get(i).told.complete(ends.get(i));
        }
    }

    private List<Turn<A>> together(List<Pending<R, A>> group) {
        try {
            return work.apply(group.stream().map(each -> each.request).toList()).stream()
                    .<Turn<A>>map(Turn.Done::new)
                    .toList();
        } catch (NonTransientDataAccessException e) {
            // One request that the database does not take must not take the others down with it.
            return group.size() == 1 || DatabaseOutage.isBehind(e)
                    ? failed(group, e)
                    : group.stream()
                            .flatMap(each -> together(List.of(each)).stream())
                            .toList();
        } catch (RuntimeException | Error e) {
            return failed(group, e);
        }
    }

    private List<Turn<A>> failed(List<Pending<R, A>> group, Throwable cause) {
        return group.stream().<Turn<A>>map(_ -> new Turn.Failed<>(cause)).toList();
    }

    /** Takes this caller's request and what has gathered besides, but for those who were told to work themselves. */
    private List<Pending<R, A>> take(Pending<R, A> mine) {
        lock.lock();
        try {
            waiting.remove(mine);
            mine.told = new CompletableFuture<>();
            List<Pending<R, A>> group = new ArrayList<>();
            group.add(mine);
            int size = sizeOf.applyAsInt(mine.request);
            Iterator<Pending<R, A>> others = waiting.iterator();
            while (others.hasNext() && size < MAX_SIZE) {
                Pending<R, A> next = others.next();
                if (!next.told.isDone()) {
                    others.remove();
                    size += sizeOf.applyAsInt(next.request);
                    group.add(next);
                }
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
            for (Pending<R, A> next : waiting) {
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
