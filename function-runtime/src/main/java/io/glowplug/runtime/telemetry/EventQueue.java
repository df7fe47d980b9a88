// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscriber, and is on its way to it. Holds at most twice what it is to buffer; what comes beyond
 * that is counted and dropped. Offering never waits; taking does. Thread-safe.
 */
final class EventQueue {

    private final EventSchema schema;
    private final Buffering buffering;
    private final InstantSource clock;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long firstNanos;
    private List<byte[]> taken = List.of();
    private long takenBytes;
    private long droppedRecords;
    private long droppedBytes;
    private boolean hurried;
    private boolean ended;

    EventQueue(EventSchema schema, Buffering buffering, InstantSource clock) {
        this.schema = schema;
        this.buffering = buffering;
        this.clock = clock;
    }

    synchronized void offer(byte[] event) {
        if (ended) {
            return;
        }
        boolean fits = heldBytes() + event.length <= 2L * buffering.maxBytes()
                && waiting.size() + taken.size() < 2L * buffering.maxItems();
        if (fits) {
            add(event);
        } else {
            drop(1, event.length);
        }
    }

    synchronized void drop(long records, long bytes) {
        droppedRecords += records;
        droppedBytes += bytes;
    }

    /** What is held in memory for this subscriber. */
    synchronized long heldBytes() {
        return waitingBytes + takenBytes;
    }

    private void add(byte[] event) {
        if (waiting.isEmpty()) {
            firstNanos = System.nanoTime();
        }
        waiting.add(event);
        waitingBytes += event.length;
        notifyAll();
    }

    private void noteDropped() {
        if (droppedRecords > 0) {
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("reason", "The subscriber did not take its events in time, or refused them");
            record.put("droppedRecords", droppedRecords);
            record.put("droppedBytes", droppedBytes);
            droppedRecords = 0;
            droppedBytes = 0;
            byte[] note = schema.write(TelemetryEvent.platform(clock.instant(), "platform.logsDropped", record));
            if (note != null) {
                add(note);
            }
        }
    }

    /** Waits for a batch; null when there will be none. To be followed by {@link #settle}. */
    synchronized @Nullable List<byte[]> take() throws InterruptedException {
        while (!ended) {
            long left = waiting.isEmpty() ? Long.MAX_VALUE : nanosLeft();
            if (left <= 0) {
                return cut();
            }
            if (left == Long.MAX_VALUE) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            }
        }
        return null;
    }

    private long nanosLeft() {
        boolean full = waiting.size() >= buffering.maxItems() || waitingBytes >= buffering.maxBytes();
        return hurried || full
                ? 0
                : firstNanos + TimeUnit.MILLISECONDS.toNanos(buffering.timeoutMillis()) - System.nanoTime();
    }

    private List<byte[]> cut() {
        List<byte[]> batch = new ArrayList<>();
        long bytes = 0;
        for (byte[] next = waiting.peek(); next != null && batch.size() < buffering.maxItems(); next = waiting.peek()) {
            if (!batch.isEmpty() && bytes + next.length > buffering.maxBytes()) {
                break;
            }
            batch.add(waiting.remove());
            bytes += next.length;
        }
        waitingBytes -= bytes;
        taken = batch;
        takenBytes = bytes;
        firstNanos = System.nanoTime();
        return batch;
    }

    /** The batch that was taken is gone, one way or the other. */
    synchronized void settle(boolean delivered) {
        if (!delivered) {
            drop(taken.size(), takenBytes);
        }
        taken = List.of();
        takenBytes = 0;
        if (delivered) {
            noteDropped(); // not before: whoever takes nothing cannot be told of that either
        }
    }

    /** From now on nothing waits for more to come. */
    synchronized void hurry() {
        hurried = true;
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        waiting.clear();
        waitingBytes = 0;
        notifyAll();
    }
}
