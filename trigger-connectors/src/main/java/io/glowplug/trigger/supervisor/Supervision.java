// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.NodeDuty;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.journal.TriggerNotes;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * One round after the other: let go, take, restart what is stuck, report. A node that is held back takes none, and hands
 * over what it holds if it is drained or its clock is off: another node goes on from the checkpoint.
 */
@Component
class Supervision {

    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

    private final WantedTriggers triggers;
    private final HeldTriggers held;
    private final LeaseTaking taking;
    private final Reporting reporting;
    private final TriggerNotes notes;
    private final NodeDuty duty;

    Supervision(
            WantedTriggers triggers,
            HeldTriggers held,
            LeaseTaking taking,
            Reporting reporting,
            TriggerNotes notes,
            ObjectProvider<NodeDuty> duty) {
        this.triggers = triggers;
        this.held = held;
        this.taking = taking;
        this.reporting = reporting;
        this.notes = notes;
        this.duty = duty.getIfAvailable(() -> NodeDuty.FULL);
    }

    void round() {
        Map<UUID, TriggerDefinition> wanted = triggers.toHold();
        for (HeldTrigger trigger : held.all()) {
            TriggerDefinition current = wanted.get(trigger.id());
            if (duty.handsTriggersOver()
                    || current == null
                    || current.revision() != trigger.runner().trigger().revision()) {
                trigger.runner().stop();
            }
            if (trigger.runner().hasEnded()) {
                taking.giveBack(trigger);
            }
        }
        taking.retain(wanted.keySet());
        for (TriggerDefinition trigger : wanted.values()) {
            if (duty.takesLeases() && !held.contains(trigger.id())) {
                taking.tryTake(trigger);
            }
        }
        held.all().forEach(this::restartIfStuck);
        reporting.report(held.all());
    }

    /** Asks every source to close, waits for them and gives their leases back. */
    void closeAll(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        held.all().forEach(trigger -> trigger.runner().stop());
        try {
            for (HeldTrigger trigger : held.all()) {
                boolean closed = trigger.runner().awaitEnd(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
                if (closed) {
                    taking.giveBack(trigger);
                } else {
                    LOG.warn("Trigger {} does not close; its lease runs out by itself", trigger.id());
                }
            }
        } catch (DataAccessException e) {
            LOG.warn("Leases cannot be given back and run out by themselves: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restartIfStuck(HeldTrigger trigger) {
        trigger.complaint().ifPresent(complaint -> {
            LOG.warn(
                    "Trigger {} is restarted by the watchdog: {}",
                    trigger.runner().trigger().name(),
                    complaint);
            trigger.runner().reopen();
            notes.append(trigger.id(), "restarted by the watchdog", complaint);
        });
    }
}
