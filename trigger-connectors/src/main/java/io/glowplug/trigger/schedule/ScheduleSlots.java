// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import io.glowplug.trigger.schedule.expression.SlotExpression;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one trigger.
 *
 * @param anchor from where a rate counts: it stays the same over restarts, and so does the raster
 */
record ScheduleSlots(
        SlotExpression expression,
        Instant anchor,
        @Nullable Instant start,
        @Nullable Instant end) {

    Optional<Instant> nextAfter(Instant after) {
        Instant from = start != null && after.isBefore(start) ? start.minusNanos(1) : after;
        return expression.nextAfter(from, anchor).filter(slot -> end == null || !slot.isAfter(end));
    }
}
