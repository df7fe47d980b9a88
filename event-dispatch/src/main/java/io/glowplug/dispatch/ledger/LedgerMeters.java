// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ledger;

import io.glowplug.dispatch.LedgerBalance;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Shows the latest audit as metrics. The account is that of the whole platform, and one node makes it: the others show
 * no number, and of what only ever grows the last that they knew.
 */
class LedgerMeters {

    private volatile List<LedgerBalance> latest = List.of();
    private volatile boolean current;

    LedgerMeters(MeterRegistry registry) {
        Gauge.builder("glowplug.ledger.difference", () -> now(balance -> Math.abs(balance.difference())))
                .description("Events by which the conservation law is off; anything but 0 is a defect")
                .register(registry);
        open(registry, "waiting", LedgerBalance::waiting);
        open(registry, "in-flight", LedgerBalance::inFlight);
        events(registry, "accepted", LedgerBalance::accepted);
        events(registry, "succeeded", LedgerBalance::succeeded);
        events(registry, "dead-lettered", LedgerBalance::deadLettered);
        events(registry, "expired", LedgerBalance::expired);
        events(registry, "cancelled", LedgerBalance::cancelled);
        events(registry, "filtered", LedgerBalance::filtered);
    }

    void show(List<LedgerBalance> balances) {
        latest = List.copyOf(balances);
        current = true;
    }

    void forget() {
        current = false;
    }

    private void open(MeterRegistry registry, String state, ToLongFunction<LedgerBalance> count) {
        Gauge.builder("glowplug.ledger.open", () -> now(count))
                .tag("state", state)
                .description("Invocations that have not ended")
                .register(registry);
    }

    private void events(MeterRegistry registry, String fate, ToLongFunction<LedgerBalance> count) {
        FunctionCounter.builder("glowplug.ledger.events", this, meters -> meters.sum(count))
                .tag("fate", fate)
                .description("Events in the ledger since the platform's first start")
                .register(registry);
    }

    private double now(ToLongFunction<LedgerBalance> count) {
        return current ? sum(count) : Double.NaN;
    }

    private long sum(ToLongFunction<LedgerBalance> count) {
        return latest.stream().mapToLong(count).sum();
    }
}
