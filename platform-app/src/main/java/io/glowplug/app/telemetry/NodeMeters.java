// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.runtime.RuntimeStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** This node's capacity and what of it is taken, read when it is asked for. */
@Component
class NodeMeters implements MeterBinder {

    private final RuntimeStatus runtime;

    NodeMeters(RuntimeStatus runtime) {
        this.runtime = runtime;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "glowplug.environments",
                        runtime,
                        status -> status.environments().size())
                .description("Execution environments on this node")
                .register(registry);
        Gauge.builder("glowplug.interpreters.ahead", runtime, NodeMeters::ahead)
                .description("Interpreters that wait for the first call of a function on this node")
                .register(registry);
        Gauge.builder(
                        "glowplug.capacity.memory",
                        runtime,
                        status -> status.capacity().totalMb())
                .description("Memory that execution environments may take on this node")
                .baseUnit("mebibytes")
                .register(registry);
        Gauge.builder(
                        "glowplug.reserved.memory",
                        runtime,
                        status -> status.capacity().reservedMb())
                .description("Memory that execution environments have taken on this node")
                .baseUnit("mebibytes")
                .register(registry);
        Gauge.builder(
                        "glowplug.sandbox.isolating",
                        runtime,
                        status -> status.sandbox().isolating() ? 1 : 0)
                .description("1 where functions are isolated from the host")
                .register(registry);
    }

    private static int ahead(RuntimeStatus status) {
        return status.interpretersAhead().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
