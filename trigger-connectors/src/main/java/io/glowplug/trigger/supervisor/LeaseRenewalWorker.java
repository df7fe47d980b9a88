// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.trigger.loop.PeriodicLoop;
import io.glowplug.trigger.wiring.TriggerProperties;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Renews what this node holds, apart from everything that may take long. What cannot be renewed is closed. */
@Component
class LeaseRenewalWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseRenewalWorker.class);

    private final HeldTriggers held;
    private final TriggerLeases leases;
    private final Duration length;
    private final PeriodicLoop loop;

    LeaseRenewalWorker(HeldTriggers held, TriggerLeases leases, TriggerProperties properties) {
        this.held = held;
        this.leases = leases;
        this.length = properties.leaseLength();
        this.loop = new PeriodicLoop("trigger-lease-renewal", properties.renewInterval(), this::renew);
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

    /** Stops after the supervision, whose sources need their leases until they are closed. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    private void renew() {
        Collection<HeldTrigger> triggers = held.all();
        if (triggers.isEmpty()) {
            return;
        }
        List<TriggerLease> current =
                triggers.stream().map(trigger -> trigger.runner().lease()).toList();
        long begun = System.nanoTime();
        Set<UUID> renewed = leases.renew(current, length);
        for (HeldTrigger trigger : triggers) {
            if (renewed.contains(trigger.id())) {
                trigger.runner().term().renewed(begun);
            } else {
                LOG.info(
                        "Trigger {} is held here no longer",
                        trigger.runner().trigger().name());
                trigger.runner().stop();
            }
        }
    }
}
