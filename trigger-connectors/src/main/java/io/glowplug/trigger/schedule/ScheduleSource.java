// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import io.glowplug.registry.DatabaseOutage;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the next slot and fires what is due, on a virtual thread. The clock is asked again and again while waiting:
 * set forward, what it passes is due; set back, slots that were fired stay fired and the next one is waited for.
 */
final class ScheduleSource implements TriggerSource {

    private static final Logger log = LoggerFactory.getLogger(ScheduleSource.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(9);

    private final SourceContext context;
    private final ScheduleSettings settings;
    private final ScheduleSlots slots;
    private final SlotFiring firing;
    private final ScheduleProperties properties;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile SourceHealth health;

    ScheduleSource(SourceContext context, ScheduleSettings settings, SlotFiring firing, ScheduleProperties properties) {
        this.context = context;
        this.settings = settings;
        this.slots = settings.slots(context.trigger().sourceSince());
        this.firing = firing;
        this.properties = properties;
        this.thread =
                Thread.ofVirtual().name("schedule-" + context.trigger().name()).unstarted(this::run);
        this.health = new SourceHealth(Map.of(), now(), null, false);
    }

    void start() {
        thread.start();
    }

    @Override
    public SourceHealth health() {
        return health;
    }

    /** Does not interrupt: an interrupt in the midst of an emission would break its database connection. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(LONGEST_CLOSE)) {
                log.warn(
                        "Schedule {} is still storing its events",
                        context.trigger().name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            firing.close();
        }
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn) {
            try {
                goesOn = fireUntilClosed(lastHandled());
            } catch (RuntimeException e) {
                if (!DatabaseOutage.isBehind(e)) {
                    log.warn(
                            "Schedule {} cannot store its events",
                            context.trigger().name(),
                            e);
                }
                unwell("cannot store events: " + e.getMessage());
                goesOn = !closedWithin(DatabaseOutage.spread(PAUSE_AFTER_FAILURE));
            }
        }
    }

    /** Returns false: it is closed, the lease is lost, or there are no more slots. */
    private boolean fireUntilClosed(Instant from) {
        Instant handled = from;
        Optional<Instant> next = slots.nextAfter(handled);
        while (next.isPresent()) {
            if (closedBefore(next.get())) {
                return false;
            }
            Instant now = now();
            if (!firing.fire(DueSlots.decide(slots, settings, handled, now, properties.missedAfter()))) {
                return false;
            }
            handled = now.isAfter(handled) ? now : handled;
            next = slots.nextAfter(handled);
        }
        health = new SourceHealth(Map.of(), now(), null, true);
        return false;
    }

    /** What happened before the schedule was as it is now is none of its business. */
    private Instant lastHandled() {
        Instant since = context.trigger().sourceSince();
        @Nullable String checkpoint = context.checkpoints().get(SlotFiring.PARTITION);
        if (checkpoint == null) {
            return since;
        }
        Instant handled = Instant.parse(checkpoint);
        return handled.isAfter(since) ? handled : since;
    }

    /** Waits in bounded steps until the clock has reached the slot; true when the source was closed first. */
    private boolean closedBefore(Instant slot) {
        while (true) {
            Instant now = now();
            if (!now.isBefore(slot)) {
                return closing.getCount() == 0;
            }
            health = new SourceHealth(Map.of(SlotFiring.PARTITION, 0L), now, null, false);
            Duration untilSlot = Duration.between(now, slot);
            boolean far = untilSlot.compareTo(properties.longestWait()) > 0;
            if (closedWithin(far ? properties.longestWait() : untilSlot)) {
                return true;
            }
        }
    }

    private boolean closedWithin(Duration time) {
        try {
            return closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** There is a slot to fire, and it could not be: no progress. */
    private void unwell(String problem) {
        health = new SourceHealth(Map.of(SlotFiring.PARTITION, 1L), health.lastProgress(), problem, false);
    }

    private Instant now() {
        return context.clock().instant();
    }
}
