// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.transition.Breaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the dispatch of this node counts. */
public final class DispatchMeters {

    private final MeterRegistry registry;
    private final Counter leasesLost;

    public DispatchMeters(MeterRegistry registry, InFlight inFlight) {
        this.registry = registry;
        this.leasesLost = Counter.builder("glowplug.leases.lost")
                .description("Attempts whose outcome came after their lease had gone to somebody else")
                .register(registry);
        Gauge.builder("glowplug.attempts.in.flight", inFlight, InFlight::taken)
                .description("Attempts that this node is making")
                .register(registry);
        Gauge.builder("glowplug.attempts.capacity", inFlight, InFlight::capacity)
                .description("Attempts that this node makes at the same time at most")
                .register(registry);
    }

    void attempt(String outcome) {
        registry.counter("glowplug.attempts", "outcome", outcome).increment();
    }

    void breaker(Breaker.State state) {
        registry.counter("glowplug.circuit.breaker.changes", "to", state == Breaker.State.CLOSED ? "closed" : "open")
                .increment();
    }

    void leasesLost(int count) {
        leasesLost.increment(count);
    }

    /** How many leases were lost so far. */
    public long leasesLost() {
        return (long) leasesLost.count();
    }
}
