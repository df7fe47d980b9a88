// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.signal.DeliverySignal;
import io.glowplug.dispatch.store.CircuitBreakerStore.Change;
import io.glowplug.dispatch.store.Settlement;
import io.glowplug.dispatch.store.SettlementStore.Settled;
import io.glowplug.dispatch.transition.Breaker;
import io.glowplug.dispatch.transition.InvocationState;
import java.time.Instant;
import java.util.List;

/** Tells whom it concerns what a committed batch of settlements has changed: loops that wait, meters, triggers. */
public final class Aftermath {

    private final DueTimes dueTimes;
    private final DeliverySignal deliveries;
    private final DispatchMeters meters;
    private final TriggerRules rules;

    public Aftermath(DueTimes dueTimes, DeliverySignal deliveries, DispatchMeters meters, TriggerRules rules) {
        this.dueTimes = dueTimes;
        this.deliveries = deliveries;
        this.meters = meters;
        this.rules = rules;
    }

    void follow(List<Settlement> batch, Settled settled, Instant now) {
        meters.leasesLost(settled.leasesLost());
        for (Settlement settlement : batch) {
            if (settlement.attempt() != null) {
                meters.attempt(settlement.attempt().outcome());
            }
            if (settlement.next() instanceof InvocationState.Waiting waiting) {
                dueTimes.add(waiting.visibleAt());
            }
        }
        boolean roomForMore =
                batch.stream().anyMatch(row -> rules.isGuarded(row.invocation().triggerId()));
        if (settled.unblocked() || roomForMore) {
            dueTimes.add(now);
        }
        if (settled.published() > 0) {
            deliveries.raise();
        }
        settled.breakers().forEach(this::tell);
    }

    private void tell(Change change) {
        Breaker after = change.after();
        meters.breaker(after.state());
        Instant probeAt = after.probeAt();
        if (after.state() == Breaker.State.CLOSED || probeAt == null) {
            dueTimes.now();
            rules.note(change.triggerId(), "circuit breaker closed", "the function works again");
        } else if (change.before().state() == Breaker.State.CLOSED) {
            dueTimes.add(probeAt);
            rules.note(
                    change.triggerId(),
                    "circuit breaker opened",
                    after.failures() + " attempts failed in a row; nothing is started until a probe at " + probeAt);
        } else {
            dueTimes.add(probeAt);
            rules.note(change.triggerId(), "circuit breaker open", "a probe failed; the next one is at " + probeAt);
        }
    }
}
