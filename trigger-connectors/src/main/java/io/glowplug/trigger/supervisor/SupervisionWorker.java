// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.trigger.catalog.TriggerSnapshot;
import io.glowplug.trigger.loop.PeriodicLoop;
import io.glowplug.trigger.wiring.TriggerProperties;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Brings what this node holds in line with what people want, every second and whenever a trigger changes. */
@Component
class SupervisionWorker implements SmartLifecycle {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(12);

    private final Supervision supervision;
    private final PeriodicLoop loop;

    SupervisionWorker(
            Supervision supervision, TriggerSnapshot triggers, HeldTriggers held, TriggerProperties properties) {
        this.supervision = supervision;
        this.loop = new PeriodicLoop("trigger-supervision", properties.scanInterval(), supervision::round);
        triggers.onChange(loop::wake);
        held.onEnd(loop::wake);
    }

    @Override
    public void start() {
        loop.start();
    }

    /** Closes every source and gives the leases back, so that other nodes go on at once. */
    @Override
    public void stop() {
        loop.stop();
        supervision.closeAll(STOP_PATIENCE);
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
