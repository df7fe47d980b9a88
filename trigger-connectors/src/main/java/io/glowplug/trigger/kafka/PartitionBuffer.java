// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.trigger.BatchSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of one assigned partition that were read and not yet emitted, and the rules by which batches are closed.
 * Used by the polling thread only; {@code now} is in nanoseconds of {@link System#nanoTime()}.
 */
final class PartitionBuffer {

    /** A window of 0 still waits this long after the first record, so that a steady stream makes full batches. */
    static final Duration SHORTEST_WINDOW = Duration.ofMillis(100);

    private static final int MOST_BATCHES_AT_ONCE = 100;
    private static final int ENOUGH_RECORDS = 500;

    private final TopicPartition partition;
    private final BatchSettings limits;
    private final KafkaEventFactory factory;
    private final int envelopeBytes;
    private final ArrayDeque<Buffered> records = new ArrayDeque<>();
    private int ready;
    private long readyBytes;
    private long bytes;

    /** How many the filter turned away of all that was read. */
    private long filtered;

    /** How many of those the portions have told of. */
    private long filteredAndTold;

    private long oldestAt;
    private long next;
    private @Nullable Checkpoint checkpoint;
    private boolean positioned;

    PartitionBuffer(TopicPartition partition, BatchSettings limits, KafkaEventFactory factory) {
        this.partition = partition;
        this.limits = limits;
        this.factory = factory;
        this.envelopeBytes = factory.envelopeBytes(partition);
    }

    TopicPartition partition() {
        return partition;
    }

    /** Everything before it is in the ledger; null until the position was found for the first time. */
    @Nullable
    Checkpoint checkpoint() {
        return checkpoint;
    }

    boolean isPositioned() {
        return positioned;
    }

    /** Reading goes on there; what was buffered is forgotten. */
    void position(Checkpoint start) {
        forget();
        next = start.offset();
        checkpoint = start;
        positioned = true;
    }

    /** Nothing more is read until the position has been found anew; what is buffered is emitted first. */
    void losePosition() {
        positioned = false;
    }

    /** Forgets what was read since the checkpoint; the position has to be found anew. */
    void reset() {
        forget();
        positioned = false;
    }

    /** The ledger holds everything before it. */
    void confirm(Checkpoint stored) {
        checkpoint = stored;
    }

    void add(ReadRecord read, long now) {
        if (isEmpty()) {
            oldestAt = now;
        }
        switch (read) {
            case ReadRecord.FilteredOut _ -> filtered++;
            case ReadRecord.Ready record -> {
                ready++;
                readyBytes += record.bytes() + 1;
                keep(record);
            }
            case ReadRecord.Rejected record -> keep(record);
        }
    }

    /** The consumer goes on at that offset; there may be offsets without records before it. */
    void advanceTo(long offset) {
        next = offset;
    }

    boolean isEmpty() {
        return records.isEmpty() && filtered == filteredAndTold;
    }

    /** Tells whether enough is buffered that reading can wait. */
    boolean isFull() {
        return bytes > 2L * limits.maxBytes() || records.size() > Math.max(4 * limits.size(), ENOUGH_RECORDS);
    }

    /** Returns how long from now until something is to be emitted; {@link Long#MAX_VALUE} when nothing waits. */
    long nanosUntilDue(long now) {
        if (isEmpty()) {
            return Long.MAX_VALUE;
        }
        return hasFullBatch() ? 0 : nanosUntilWindowCloses(now);
    }

    /** Takes the batches that are closed by now, and all else with them once the window is over. */
    Portion take(long now) {
        boolean everything = nanosUntilWindowCloses(now) == 0;
        List<TriggerEvent> events = new ArrayList<>();
        List<RejectedEvent> rejected = new ArrayList<>();
        while (!records.isEmpty() && (everything || hasFullBatch()) && events.size() < MOST_BATCHES_AT_ONCE) {
            List<ReadRecord.Ready> batch = takeBatch(rejected);
            if (!batch.isEmpty()) {
                events.add(factory.batch(partition, batch));
            }
        }
        oldestAt = now;
        Buffered left = records.peekFirst();
        long filteredUntilThere = left == null ? filtered : left.filteredBefore();
        long turnedAway = filteredUntilThere - filteredAndTold;
        filteredAndTold = filteredUntilThere;
        Checkpoint reached = Objects.requireNonNull(checkpoint, "read without a position")
                .movedTo(left == null ? next : left.record().offset());
        return new Portion(this, events, rejected, turnedAway, reached);
    }

    private List<ReadRecord.Ready> takeBatch(List<RejectedEvent> rejected) {
        List<ReadRecord.Ready> batch = new ArrayList<>();
        long batchBytes = envelopeBytes;
        while (!records.isEmpty() && batch.size() < limits.size()) {
            switch (records.getFirst().record()) {
                case ReadRecord.Ready record -> {
                    if (!batch.isEmpty() && batchBytes + record.bytes() + 1 > limits.maxBytes()) {
                        return batch;
                    }
                    batchBytes += record.bytes() + 1;
                    ready--;
                    readyBytes -= record.bytes() + 1;
                    batch.add(record);
                }
                case ReadRecord.Rejected record -> rejected.add(record.event());
            }
            bytes -= records.removeFirst().record().bytes();
        }
        return batch;
    }

    private void keep(ReadRecord.Kept record) {
        records.add(new Buffered(record, filtered));
        bytes += record.bytes();
    }

    private boolean hasFullBatch() {
        return ready >= limits.size() || (ready > 0 && readyBytes + envelopeBytes > limits.maxBytes());
    }

    private long nanosUntilWindowCloses(long now) {
        if (!positioned) {
            return 0;
        }
        Duration wished = Duration.ofSeconds(limits.windowSeconds());
        Duration window = wished.isZero() ? SHORTEST_WINDOW : wished;
        return Math.max(0, window.toNanos() - (now - oldestAt));
    }

    private void forget() {
        records.clear();
        ready = 0;
        readyBytes = 0;
        bytes = 0;
        filtered = 0;
        filteredAndTold = 0;
    }

    /**
     * A record that waits, with how many the filter had turned away before it. Those behind it count only when the
     * checkpoint is behind them too: whoever reads on from there after a crash meets them again.
     */
    private record Buffered(ReadRecord.Kept record, long filteredBefore) {}
}
