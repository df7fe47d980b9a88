// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.trigger.SourceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns slots that are due into events, and moves the checkpoint past them and past those that are skipped. */
final class SlotFiring implements AutoCloseable {

    static final String PARTITION = "";

    private static final int MOST_PER_EMISSION = 100;

    private final SourceContext context;
    private final ScheduleSettings settings;
    private final ScheduleEventMapper mapper;
    private final Lateness lateness;

    SlotFiring(SourceContext context, ScheduleSettings settings, ScheduleEventMapper mapper, Lateness lateness) {
        this.context = context;
        this.settings = settings;
        this.mapper = mapper;
        this.lateness = lateness;
    }

    /** Returns false when the lease is lost. */
    boolean fire(DueSlots due) {
        if (due.skipped() > 0) {
            context.note(
                    "slots skipped",
                    "%d missed from %s to %s (missed: %s)"
                            .formatted(due.skipped(), due.firstSkipped(), due.lastSkipped(), name(settings.missed())));
        }
        if (due.fire().isEmpty() && due.lastSkipped() != null) {
            return pass(due.lastSkipped());
        }
        int together = settings.overlap() == Overlap.SKIP ? 1 : MOST_PER_EMISSION;
        for (int from = 0; from < due.fire().size(); from += together) {
            List<Instant> slots = due.fire()
                    .subList(from, Math.min(from + together, due.fire().size()));
            if (!fireTogether(slots)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        lateness.close();
    }

    private boolean fireTogether(List<Instant> slots) {
        Instant last = slots.getLast();
        if (settings.overlap() == Overlap.SKIP && context.openInvocations() > 0) {
            context.note("slot skipped", last + ": the run for an earlier slot is still open (overlap: skip)");
            return pass(last);
        }
        Instant now = context.clock().instant();
        List<TriggerEvent> events = new ArrayList<>();
        long filtered = 0;
        for (Instant slot : slots) {
            TriggerEvent event = mapper.event(context.trigger(), settings, slot, now);
            if (context.passesFilter(event.payload().utf8())) {
                events.add(event);
            } else {
                filtered++;
            }
        }
        if (!stored(context.emit(events, List.of(), Map.of(PARTITION, last.toString()), filtered))) {
            return false;
        }
        slots.forEach(slot -> lateness.record(slot, now));
        return true;
    }

    private boolean pass(Instant slot) {
        return stored(context.emit(List.of(), List.of(), Map.of(PARTITION, slot.toString()), 0));
    }

    private static boolean stored(EmitResult result) {
        return switch (result) {
            case EmitResult.Accepted _ -> true;
            case EmitResult.LeaseLost _ -> false;
        };
    }

    private static String name(MissedSlots policy) {
        return switch (policy) {
            case ALL -> "all, up to the cap";
            case LAST -> "last";
            case NONE -> "none";
        };
    }
}
