// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.runtime.RuntimeStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Destinations that functions tried to reach in vain. A function's counter appears with its first attempt. */
@Component
class NetworkMeters extends PeriodicReader {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final RuntimeStatus runtime;
    private final MeterRegistry registry;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    NetworkMeters(RuntimeStatus runtime, MeterRegistry registry) {
        super("network-meters", INTERVAL);
        this.runtime = runtime;
        this.registry = registry;
    }

    /** Registers counters of functions that have none yet; their values are read when they are asked for. */
    @Override
    void read() {
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
}
