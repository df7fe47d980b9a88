// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the deliveries of this node count. */
public final class DeliveryMeters {

    private final MeterRegistry registry;
    private volatile long waiting;

    public DeliveryMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("glowplug.deliveries.waiting", this, meters -> meters.waiting)
                .description("Outcomes of the whole platform that are not delivered yet")
                .register(registry);
    }

    /** Counts a try, by what became of it, and by whether that was the last one. */
    void tried(DeliverySettlement settlement) {
        registry.counter(
                        "glowplug.deliveries",
                        "type",
                        settlement.delivery().destination().type(),
                        "outcome",
                        settlement.word(),
                        "state",
                        settlement.state())
                .increment();
    }

    void waiting(long count) {
        waiting = count;
    }
}
