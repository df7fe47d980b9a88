// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/**
 * Hands whatever has gathered to one taker at a time. There is no artificial delay: while a taker is busy with one
 * batch the next one gathers, so batches grow with the load and are single items without any.
 */
public final class GatheringQueue<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final ArrayDeque<T> items = new ArrayDeque<>();
    private final int bound;
    private boolean closed;

    public GatheringQueue(int bound) {
        this.bound = bound;
    }

    /** Adds an item, waiting while the queue is full. False when the queue is closed. */
    public boolean put(T item) {
        lock.lock();
        try {
            while (!closed && items.size() >= bound) {
                notFull.awaitUninterruptibly();
            }
            return add(item);
        } finally {
            lock.unlock();
        }
    }

    /** Adds an item if there is room; never waits. */
    public boolean offer(T item) {
        lock.lock();
        try {
            return items.size() < bound && add(item);
        } finally {
            lock.unlock();
        }
    }

    /** Adds an item beyond the bound. For what has to go on and cannot wait. */
    public boolean force(T item) {
        lock.lock();
        try {
            return add(item);
        } finally {
            lock.unlock();
        }
    }

    private boolean add(T item) {
        if (closed) {
            return false;
        }
        items.add(item);
        notEmpty.signal();
        return true;
    }

    /** Takes what is there, waiting for the first item; an empty list after {@code patience} or when closed and empty. */
    public List<T> take(int maxItems, Duration patience) {
        return take(maxItems, Long.MAX_VALUE, item -> 0, patience);
    }

    /** The same with a limit on the sum of sizes, which a single item may exceed. */
    public List<T> take(int maxItems, long maxSize, ToIntFunction<T> sizeOf, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (items.isEmpty() && !closed && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
            List<T> taken = new ArrayList<>(Math.min(maxItems, items.size()));
            long size = 0;
            while (taken.size() < maxItems && !items.isEmpty()) {
                size += sizeOf.applyAsInt(items.element());
                if (!taken.isEmpty() && size > maxSize) {
                    break;
                }
                taken.add(items.remove());
            }
            notFull.signalAll();
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more in. What is inside can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean isDrained() {
        lock.lock();
        try {
            return closed && items.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
