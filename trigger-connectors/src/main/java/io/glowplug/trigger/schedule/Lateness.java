// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;

/** How late one trigger's slots are handed over. The meter exists while this node holds the trigger. */
final class Lateness implements AutoCloseable {

    private final MeterRegistry meters;
    private final Timer timer;

    Lateness(MeterRegistry meters, String triggerName) {
        this.meters = meters;
        this.timer = Timer.builder("glowplug.schedule.lateness")
                .description("Time from a slot until its event was handed over")
                .tag("trigger", triggerName)
                .register(meters);
    }

    void record(Instant slot, Instant handedOver) {
        timer.record(Duration.between(slot, handedOver));
    }

    @Override
    public void close() {
        meters.remove(timer);
    }
}
