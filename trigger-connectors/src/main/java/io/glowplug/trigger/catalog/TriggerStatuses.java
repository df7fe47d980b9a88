// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.dispatch.CircuitBreakers;
import io.glowplug.dispatch.DuplicateCounts;
import io.glowplug.dispatch.EventSink;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerStatus;
import io.glowplug.trigger.journal.RefusedRequests;
import io.glowplug.trigger.journal.SourceReports;
import io.glowplug.trigger.journal.SourceReports.StoredReport;
import io.glowplug.trigger.journal.SourceState;
import io.glowplug.trigger.wiring.TriggerProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Says how a trigger is doing, by what its node last reported. A report that is too old is no longer believed. */
@Component
class TriggerStatuses {

    private static final CircuitBreakers.Status NOTHING_FAILED = new CircuitBreakers.Status("closed", 0, null, null, 0);

    private final SourceReports reports;
    private final EventSink sink;
    private final CircuitBreakers breakers;
    private final RefusedRequests refused;
    private final Duration believedFor;
    private final InstantSource time;

    TriggerStatuses(
            SourceReports reports,
            EventSink sink,
            CircuitBreakers breakers,
            RefusedRequests refused,
            TriggerProperties properties,
            InstantSource time) {
        this.reports = reports;
        this.sink = sink;
        this.breakers = breakers;
        this.refused = refused;
        this.believedFor = properties.leaseLength();
        this.time = time;
    }

    TriggerStatus of(TriggerDefinition trigger) {
        TriggerStatus status = ofSource(trigger).withRefused(refused.of(trigger.id()));
        return trigger.delivery().circuitBreaker() == null
                ? status
                : status.with(breakers.find(trigger.id()).orElse(NOTHING_FAILED));
    }

    private TriggerStatus ofSource(TriggerDefinition trigger) {
        Read read = new Read(sink.checkpoints(trigger.id()), sink.duplicates(trigger.id()));
        Instant pausedAt = trigger.pausedAt();
        if (pausedAt != null) {
            return new TriggerStatus(
                    "paused", null, pausedAt, Map.of(), read.checkpoints(), null, null, read.duplicates());
        }
        Optional<StoredReport> current =
                reports.find(trigger.id()).filter(report -> report.revision() == trigger.revision());
        if (current.isEmpty()) {
            return unreported(trigger, read);
        }
        StoredReport report = current.get();
        if (isOld(report.reportedAt()) && !report.state().equals(SourceState.ENDED.label())) {
            return stalled(report.reportedAt(), report.lag(), read);
        }
        return new TriggerStatus(
                report.state(),
                report.node(),
                report.since(),
                report.lag(),
                read.checkpoints(),
                report.lastProgress(),
                report.problem(),
                read.duplicates());
    }

    private TriggerStatus unreported(TriggerDefinition trigger, Read read) {
        Instant since = trigger.modifiedAt();
        return isOld(since)
                ? stalled(since, Map.of(), read)
                : new TriggerStatus(
                        "starting", null, since, Map.of(), read.checkpoints(), null, null, read.duplicates());
    }

    private static TriggerStatus stalled(Instant since, Map<String, Long> lag, Read read) {
        return new TriggerStatus(
                "stalled",
                null,
                since,
                lag,
                read.checkpoints(),
                null,
                "no node has reported on its source since " + since,
                read.duplicates());
    }

    /** What the ledger knows of the trigger, whatever its node says. */
    private record Read(Map<String, String> checkpoints, DuplicateCounts duplicates) {}

    private boolean isOld(Instant reported) {
        return reported.plus(believedFor).isBefore(time.instant());
    }
}
