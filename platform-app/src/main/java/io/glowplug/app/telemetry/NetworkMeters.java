// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.runtime.RuntimeStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Destinations that functions tried to reach in vain. A function's counter appears with its first attempt. */
@Component
class NetworkMeters implements SmartLifecycle {

    private static final long INTERVAL_SECONDS = 5;

    private final RuntimeStatus runtime;
    private final MeterRegistry registry;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService reader;

    NetworkMeters(RuntimeStatus runtime, MeterRegistry registry) {
        this.runtime = runtime;
        this.registry = registry;
    }

    /** Registers counters of functions that have none yet; their values are read when they are asked for. */
    void look() {
        for (String function : runtime.refusedDestinations().keySet()) {
            if (known.add(function)) {
                FunctionCounter.builder(
                                "glowplug.network.refused",
                                runtime,
                                status -> refused(status.refusedDestinations(), function))
                        .description("Destinations that the function's network access does not cover")
                        .tag("function", function)
                        .register(registry);
            }
        }
    }

    private static double refused(Map<String, Long> byFunction, String function) {
        return byFunction.getOrDefault(function, 0L);
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("network-meters").factory());
        var _ = started.scheduleWithFixedDelay(this::look, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
        reader = started;
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
