// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to do about the slots that are due: a decision without side effects.
 *
 * @param fire to be fired, oldest first
 * @param skipped how many are older than those and are left out
 * @param firstSkipped the oldest one left out, or null
 * @param lastSkipped the newest one left out, or null
 */
record DueSlots(
        List<Instant> fire,
        long skipped,
        @Nullable Instant firstSkipped,
        @Nullable Instant lastSkipped) {

    /**
     * Decides about all slots after {@code handled} and up to {@code now}. As long as none of them is later than {@code
     * missedAfter} they are merely late and all are fired; otherwise the policy applies to all of them at once.
     */
    static DueSlots decide(
            ScheduleSlots slots, ScheduleSettings settings, Instant handled, Instant now, Duration missedAfter) {
        Instant onTimeFrom = now.minus(missedAfter);
        Optional<Instant> oldest = slots.nextAfter(handled);
        boolean missed = oldest.isPresent() && oldest.get().isBefore(onTimeFrom);
        int keep = missed ? mostKept(settings) : Integer.MAX_VALUE;
        ArrayDeque<Instant> kept = new ArrayDeque<>();
        Instant lastSkipped = null;
        long skipped = 0;
        for (Optional<Instant> slot = oldest;
                slot.isPresent() && !slot.get().isAfter(now);
                slot = slots.nextAfter(slot.get())) {
            kept.addLast(slot.get());
            boolean dropped =
                    settings.missed() == MissedSlots.NONE && kept.getFirst().isBefore(onTimeFrom);
            if (dropped || kept.size() > keep) {
                lastSkipped = kept.removeFirst();
                skipped++;
            }
        }
        return new DueSlots(List.copyOf(kept), skipped, skipped == 0 ? null : oldest.orElseThrow(), lastSkipped);
    }

    private static int mostKept(ScheduleSettings settings) {
        return switch (settings.missed()) {
            case ALL -> settings.missedCap() == null ? ScheduleSettings.DEFAULT_MISSED_CAP : settings.missedCap();
            case LAST -> 1;
            case NONE -> Integer.MAX_VALUE;
        };
    }
}
