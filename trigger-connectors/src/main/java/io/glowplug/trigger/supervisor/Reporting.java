// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.trigger.journal.SourceReport;
import io.glowplug.trigger.journal.SourceReports;
import io.glowplug.trigger.wiring.TriggerProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Writes down how the sources are doing: news at once, the rest as often as the leases are renewed. */
@Component
class Reporting {

    private final SourceReports reports;
    private final String node;
    private final Duration interval;
    private final InstantSource time;
    private long lastFullReport;

    Reporting(SourceReports reports, TriggerLeases leases, TriggerProperties properties, InstantSource time) {
        this.reports = reports;
        this.node = leases.node();
        this.interval = properties.renewInterval();
        this.time = time;
        this.lastFullReport = System.nanoTime() - interval.toNanos();
    }

    void report(Collection<HeldTrigger> held) {
        long begun = System.nanoTime();
        boolean full = begun - lastFullReport >= interval.toNanos();
        Instant now = time.instant();
        List<HeldTrigger> reporting = new ArrayList<>();
        List<SourceReport> rows = new ArrayList<>();
        for (HeldTrigger trigger : held) {
            SourceReport report = trigger.report(now);
            if (full || trigger.isNews(report)) {
                reporting.add(trigger);
                rows.add(report);
            }
        }
        if (!rows.isEmpty()) {
            reports.store(node, rows);
        }
        for (int i = 0; i < rows.size(); i++) {
            reporting.get(i).reported(rows.get(i));
        }
        if (full) {
            lastFullReport = begun;
        }
    }
}
