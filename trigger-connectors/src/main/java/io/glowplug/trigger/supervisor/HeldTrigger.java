// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.journal.SourceReport;
import io.glowplug.trigger.journal.SourceState;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A trigger that this node holds. Used by the supervising thread alone, apart from its runner. */
final class HeldTrigger {

    private final SourceRunner runner;
    private final SourceWatchdog watchdog;
    private SourceState state = SourceState.STARTING;
    private Instant since;
    private @Nullable SourceReport reported;

    HeldTrigger(SourceRunner runner, SourceWatchdog watchdog, Instant since) {
        this.runner = runner;
        this.watchdog = watchdog;
        this.since = since;
    }

    UUID id() {
        return runner.trigger().id();
    }

    SourceRunner runner() {
        return runner;
    }

    /** Says why the watchdog wants the source restarted, or nothing. */
    Optional<String> complaint() {
        return runner.health().flatMap(health -> watchdog.look(health, System.nanoTime()));
    }

    SourceReport report(Instant now) {
        Optional<SourceHealth> health = runner.health();
        String problem = health.map(SourceHealth::problem).orElse(runner.problem());
        SourceState current = state(health, problem);
        if (current != state) {
            state = current;
            since = now;
        }
        return new SourceReport(id(), runner.trigger().revision(), state, since, health.orElse(null), problem);
    }

    /** Tells whether a report says another thing than the last one that was stored, lag and progress apart. */
    boolean isNews(SourceReport report) {
        return reported == null
                || reported.state() != report.state()
                || !Objects.equals(reported.problem(), report.problem());
    }

    void reported(SourceReport report) {
        reported = report;
    }

    private static SourceState state(Optional<SourceHealth> health, @Nullable String problem) {
        if (problem != null) {
            return SourceState.FAILING;
        }
        return health.map(open -> open.ended() ? SourceState.ENDED : SourceState.RUNNING)
                .orElse(SourceState.STARTING);
    }
}
