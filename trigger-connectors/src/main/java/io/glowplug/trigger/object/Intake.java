// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.SourceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read and is not in the ledger yet. Turns it into events, alone or in batches, and moves the checkpoint past
 * what is stored and what does not count.
 */
final class Intake {

    private static final EmitResult NOTHING = new EmitResult.Accepted(List.of(), 0);
    private static final int MOST_EVENTS = 100;

    /** Positions that nothing came of are written down now and then, so that what lies behind can be removed. */
    private static final Duration WRITTEN_DOWN_EVERY = Duration.ofSeconds(10);

    private static final int BODY_AROUND = 14;

    private final SourceContext context;
    private final ObjectEventMapper mapper;
    private final String bucket;
    private final BatchSettings batch;
    private final Deque<ObjectRecord> pending = new ArrayDeque<>();
    private long read;
    private long stored;
    private long filtered;
    private @Nullable Instant firstTakenAt;
    private long storedAtNanos = System.nanoTime() - WRITTEN_DOWN_EVERY.toNanos();
    private boolean caughtUp;

    Intake(SourceContext context, ObjectEventMapper mapper, String bucket, long position) {
        this.context = context;
        this.mapper = mapper;
        this.bucket = bucket;
        this.batch = context.trigger().batch();
        this.read = position;
        this.stored = position;
    }

    long read() {
        return read;
    }

    int pending() {
        return pending.size();
    }

    boolean isCaughtUp() {
        return caughtUp;
    }

    void take(ObjectRecord record) {
        read = record.position();
        if (!context.passesFilter(record.json())) {
            filtered++;
            return;
        }
        if (pending.isEmpty()) {
            firstTakenAt = context.clock().instant();
        }
        pending.addLast(record);
    }

    void pass(long position) {
        read = position;
    }

    /** How long there is nothing to do but wait for more. */
    Duration waitsAtMost(Duration poll) {
        Instant first = firstTakenAt;
        if (pending.isEmpty() || first == null) {
            return poll;
        }
        Duration left = Duration.between(context.clock().instant(), windowEnd(first));
        return left.isNegative() ? Duration.ZERO : left.compareTo(poll) < 0 ? left : poll;
    }

    /**
     * Stores what is complete.
     *
     * @param all whether there is nothing more to read at present
     */
    EmitResult emit(boolean all) {
        caughtUp = all;
        EmitResult last = NOTHING;
        List<TriggerEvent> events = complete();
        while (!events.isEmpty()) {
            last = store(events);
            if (last instanceof EmitResult.LeaseLost) {
                return last;
            }
            events = complete();
        }
        boolean due = System.nanoTime() - storedAtNanos >= WRITTEN_DOWN_EVERY.toNanos();
        if (filtered > 0 || (read > stored && pending.isEmpty() && due)) {
            last = store(List.of());
        }
        return last;
    }

    private EmitResult store(List<TriggerEvent> events) {
        long position = pending.isEmpty() ? read : pending.getFirst().position() - 1;
        EmitResult result = context.emit(events, List.of(), Map.of(bucket, String.valueOf(position)), filtered);
        filtered = 0;
        stored = position;
        storedAtNanos = System.nanoTime();
        return result;
    }

    /** Takes as many events as go into one emission; of a batch that still waits for more, none. */
    private List<TriggerEvent> complete() {
        List<TriggerEvent> events = new ArrayList<>();
        while (events.size() < MOST_EVENTS && !pending.isEmpty()) {
            if (batch.size() == 1) {
                ObjectRecord record = pending.removeFirst();
                events.add(mapper.single(bucket, record.sequencer(), record));
            } else {
                List<ObjectRecord> records = fill();
                boolean full = records.size() == batch.size() || records.size() < pending.size();
                if (!full && !windowIsOver()) {
                    break;
                }
                records.forEach(_ -> pending.removeFirst());
                String key =
                        records.getFirst().sequencer() + "-" + records.getLast().sequencer();
                events.add(mapper.batch(bucket, key, records));
                firstTakenAt = context.clock().instant();
            }
        }
        return events;
    }

    private List<ObjectRecord> fill() {
        List<ObjectRecord> records = new ArrayList<>();
        long bytes = BODY_AROUND;
        for (ObjectRecord record : pending) {
            bytes += record.bytes() + 1L;
            if (!records.isEmpty() && (records.size() == batch.size() || bytes > batch.maxBytes())) {
                break;
            }
            records.add(record);
        }
        return records;
    }

    private boolean windowIsOver() {
        Instant first = firstTakenAt;
        return first == null || !context.clock().instant().isBefore(windowEnd(first));
    }

    private Instant windowEnd(Instant first) {
        return first.plusSeconds(batch.windowSeconds());
    }
}
