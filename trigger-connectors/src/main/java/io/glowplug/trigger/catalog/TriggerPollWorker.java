// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.trigger.loop.PeriodicLoop;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Notices changes that other nodes made. */
@Component
class TriggerPollWorker implements SmartLifecycle {

    /** Half of the second after which {@link TriggerSnapshot} promises to have seen a change. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final PeriodicLoop loop;

    TriggerPollWorker(TriggerSnapshot snapshot) {
        this.loop = new PeriodicLoop("trigger-poll", INTERVAL, snapshot::refresh);
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
