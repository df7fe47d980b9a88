// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.catalog.TriggerSnapshot;
import io.glowplug.trigger.wiring.TriggerProperties;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Takes triggers that nobody holds and gives them back. Used by the supervising thread alone. */
@Component
class LeaseTaking {

    /** A trigger that another node holds is tried again after this time: its node may have died. */
    private static final Duration NEXT_TRY = Duration.ofSeconds(2);

    private final TriggerSnapshot triggers;
    private final TriggerLeases leases;
    private final HeldTriggers held;
    private final SourceOpener opener;
    private final TriggerProperties properties;
    private final InstantSource time;
    private final Map<UUID, Refused> heldElsewhere = new HashMap<>();

    LeaseTaking(
            TriggerSnapshot triggers,
            TriggerLeases leases,
            HeldTriggers held,
            SourceOpener opener,
            TriggerProperties properties,
            InstantSource time) {
        this.triggers = triggers;
        this.leases = leases;
        this.held = held;
        this.opener = opener;
        this.properties = properties;
        this.time = time;
    }

    private record Refused(long revision, long atNanos) {}

    /** Remembers nothing of triggers other than these. */
    void retain(Set<UUID> triggers) {
        heldElsewhere.keySet().retainAll(triggers);
    }

    void tryTake(TriggerDefinition trigger) {
        long begun = System.nanoTime();
        Refused last = heldElsewhere.get(trigger.id());
        boolean justTried =
                last != null && last.revision() == trigger.revision() && begun - last.atNanos() < NEXT_TRY.toNanos();
        if (justTried) {
            return;
        }
        leases.tryAcquire(trigger.id(), properties.leaseLength())
                .ifPresentOrElse(
                        lease -> openIfCurrent(trigger, lease, begun),
                        () -> heldElsewhere.put(trigger.id(), new Refused(trigger.revision(), begun)));
    }

    void giveBack(HeldTrigger trigger) {
        leases.release(trigger.runner().lease());
        held.remove(trigger);
    }

    /**
     * An edit that committed before the lease was taken is seen here, and one that commits later revokes the lease: so
     * nothing is ever emitted for a trigger as it was before.
     */
    private void openIfCurrent(TriggerDefinition trigger, TriggerLease lease, long begun) {
        if (triggers.isCurrent(trigger)) {
            open(trigger, lease, begun);
        } else {
            leases.release(lease);
        }
    }

    private void open(TriggerDefinition trigger, TriggerLease lease, long begun) {
        heldElsewhere.remove(trigger.id());
        SourceRunner runner = new SourceRunner(
                trigger, lease, new LeaseTerm(properties.leaseLength(), begun), opener, held::runnerEnded);
        held.add(new HeldTrigger(runner, new SourceWatchdog(properties.watchdogPatience()), time.instant()));
        runner.start();
    }
}
