// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.journal.SourceReport;
import io.glowplug.trigger.journal.SourceReports;
import io.glowplug.trigger.journal.SourceState;
import io.glowplug.trigger.loop.PeriodicLoop;
import io.glowplug.trigger.supervisor.ServedTriggers.ServedTrigger;
import io.glowplug.trigger.wiring.TriggerProperties;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Opens from the start on what this node serves, tries again what could not be opened, and says how it is doing. */
@Component
class ServingWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ServingWorker.class);

    private final ServedTriggers served;
    private final SourceReports reports;
    private final String node;
    private final PeriodicLoop loop;

    ServingWorker(ServedTriggers served, SourceReports reports, TriggerLeases leases, TriggerProperties properties) {
        this.served = served;
        this.reports = reports;
        this.node = leases.node();
        this.loop = new PeriodicLoop("trigger-serving", properties.renewInterval(), this::round);
    }

    @Override
    public void start() {
        try {
            // Before the server opens: a request that comes first shall not be told that there is nothing.
            served.bringInLine();
        } catch (RuntimeException later) {
            LOG.debug("What is to be served cannot be read yet", later);
        }
        loop.start();
    }

    /** The server has stopped before: nothing is brought any more. */
    @Override
    public void stop() {
        loop.stop();
        served.closeAll();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    /** Starts before the server on the ingress port, and stops after it has answered what it had in hand. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 4096;
    }

    private void round() {
        served.bringInLine();
        List<SourceReport> rows = served.all().stream()
                .filter(trigger -> !trigger.trigger().paused())
                .map(ServingWorker::report)
                .toList();
        if (!rows.isEmpty()) {
            reports.store(node, rows);
        }
    }

    private static SourceReport report(ServedTrigger served) {
        SourceHealth health = served.health();
        String problem = health == null ? served.problem() : health.problem();
        return new SourceReport(
                served.trigger().id(),
                served.trigger().revision(),
                problem == null ? SourceState.RUNNING : SourceState.FAILING,
                served.since(),
                health,
                problem);
    }
}
