// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.slot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Those of one kind: how many wait, and how many should. Guarded by the lock of {@link Slots}. */
final class KeptSlots {

    private static final int MOST_OF_A_KIND = 8;
    private static final long LOWER_AFTER_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long TRY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final SlotKind kind;

    /** Whether one is to wait even if nobody asks. */
    private final boolean always;

    private final Deque<Slot> waiting = new ArrayDeque<>();
    private int starting;
    private int wanted;
    private long missedAtNanos;
    private long takenAtNanos;
    private long notBeforeNanos;

    KeptSlots(SlotKind kind, boolean always, long nowNanos) {
        this.kind = kind;
        this.always = always;
        wanted = always ? 1 : 0;
        missedAtNanos = nowNanos;
        takenAtNanos = nowNanos;
        notBeforeNanos = nowNanos;
    }

    SlotKind kind() {
        return kind;
    }

    int waiting() {
        return waiting.size();
    }

    int starting() {
        return starting;
    }

    long takenAtNanos() {
        return takenAtNanos;
    }

    int usedMb() {
        return kind.reservedMb() * (waiting.size() + starting);
    }

    boolean wantsOneMore(long nowNanos) {
        return wanted > waiting.size() + starting && nowNanos - notBeforeNanos >= 0;
    }

    /** Whether it is as if nobody had ever asked. */
    boolean isForgotten() {
        return !always && wanted == 0 && waiting.isEmpty() && starting == 0;
    }

    /** Returns one that waits, or notes that there should have been one. It may have died. */
    @Nullable
    Slot take(long nowNanos) {
        takenAtNanos = nowNanos;
        Slot slot = waiting.pollFirst();
        if (slot == null) {
            missedAtNanos = nowNanos;
            wanted = Math.min(MOST_OF_A_KIND, wanted + 1);
        }
        return slot;
    }

    /** After ten minutes without a start that found none, one less is enough; returns the one too many, if there is. */
    @Nullable
    Slot lower(long nowNanos) {
        boolean lastOne = wanted <= 1;
        long since = lastOne ? takenAtNanos : missedAtNanos;
        if (wanted == 0 || (lastOne && always) || nowNanos - since < LOWER_AFTER_NANOS) {
            return null;
        }
        missedAtNanos = nowNanos;
        wanted--;
        return wanted < waiting.size() + starting ? waiting.pollLast() : null;
    }

    /** Gives one up for others, and does without until it is missed again. */
    Slot giveWay() {
        Slot slot = waiting.removeLast();
        wanted = Math.max(always ? 1 : 0, waiting.size());
        return slot;
    }

    void startBegun() {
        starting++;
    }

    void startEnded(boolean well, long nowNanos) {
        starting--;
        if (!well) {
            notBeforeNanos = nowNanos + TRY_AGAIN_NANOS;
        }
    }

    void add(Slot slot) {
        waiting.addLast(slot);
    }

    /** Returns false if it was no longer here. */
    boolean died(Slot slot, long nowNanos) {
        boolean wasHere = waiting.remove(slot);
        if (wasHere) {
            notBeforeNanos = nowNanos + TRY_AGAIN_NANOS;
        }
        return wasHere;
    }

    @Nullable
    Slot removeAny() {
        return waiting.pollFirst();
    }
}
