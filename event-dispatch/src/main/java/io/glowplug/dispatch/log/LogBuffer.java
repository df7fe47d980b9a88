// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lines on their way to the database, bounded by the memory that they take. */
class LogBuffer {

    /** What a line takes besides its text, roughly. */
    private static final int OVERHEAD = 128;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomOrClosed = lock.newCondition();
    private final Condition filledOrClosed = lock.newCondition();
    private final ArrayDeque<IdentifiedLine> lines = new ArrayDeque<>();
    private final long capacity;
    private final int batchLines;
    private long used;
    private boolean closed;

    /** After lines were lost nobody waits again until there is room: one full buffer slows a function down once. */
    private boolean losing;

    LogBuffer(long capacity, int batchLines) {
        this.capacity = capacity;
        this.batchLines = batchLines;
    }

    /** Adds the lines in order, waiting for room for a bounded time in all, and returns those that found none. */
    List<IdentifiedLine> add(List<IdentifiedLine> added, Duration patience) {
        int next = 0;
        lock.lock();
        try {
            long nanosLeft = losing ? 0 : patience.toNanos();
            while (next < added.size()) {
                while (used >= capacity && nanosLeft > 0 && !closed) {
                    nanosLeft = roomOrClosed.awaitNanos(nanosLeft);
                }
                losing = used >= capacity || closed;
                if (losing) {
                    break;
                }
                IdentifiedLine line = added.get(next++);
                lines.add(line);
                used += size(line);
                if (lines.size() >= batchLines) {
                    filledOrClosed.signal();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return added.subList(next, added.size());
    }

    /**
     * Waits until a batch is full, the time is over or the buffer is closed, and returns the oldest lines. They stay
     * inside, and count as used memory, until they are removed.
     */
    List<IdentifiedLine> awaitBatch(Duration atMost) {
        lock.lock();
        try {
            long nanosLeft = atMost.toNanos();
            while (lines.size() < batchLines && nanosLeft > 0 && !closed) {
                nanosLeft = filledOrClosed.awaitNanos(nanosLeft);
            }
            return lines.stream().limit(batchLines).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the oldest lines, which are stored or given up. */
    void remove(int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                used -= size(lines.remove());
            }
            roomOrClosed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Adds lines for which there is always room, because they are few and say that there was none. */
    void addBeyondBound(List<IdentifiedLine> few) {
        lock.lock();
        try {
            for (IdentifiedLine line : few) {
                lines.add(line);
                used += size(line);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more lines until it is opened; those inside can still be stored. */
    void close() {
        setClosed(true);
    }

    void open() {
        setClosed(false);
    }

    private void setClosed(boolean value) {
        lock.lock();
        try {
            closed = value;
            roomOrClosed.signalAll();
            filledOrClosed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static int size(IdentifiedLine line) {
        return OVERHEAD + line.line().text().length();
    }
}
