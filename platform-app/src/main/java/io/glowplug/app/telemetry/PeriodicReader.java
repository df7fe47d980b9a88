// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Reads something at intervals while the application runs. */
abstract class PeriodicReader implements SmartLifecycle {

    private final String name;
    private final Duration interval;
    private @Nullable ScheduledExecutorService reader;

    PeriodicReader(String name, Duration interval) {
        this.name = name;
        this.interval = interval;
    }

    /** What it throws ends the reading. */
    abstract void read();

    @Override
    public synchronized void start() {
        if (reader == null) {
            reader = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name(name).factory());
            var _ = reader.scheduleWithFixedDelay(this::read, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (reader != null) {
            reader.shutdownNow();
            reader = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return reader != null;
    }
}
