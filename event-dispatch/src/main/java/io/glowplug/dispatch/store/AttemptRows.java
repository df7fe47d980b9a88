// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.transition.BatchTransitions;
import io.glowplug.dispatch.transition.InvocationTransitions;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.RunReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts outcomes into the words of the history. */
public final class AttemptRows {

    private AttemptRows() {}

    /**
     * Describes an attempt.
     *
     * @param version what was resolved, or null when there was nothing to run
     */
    public static AttemptRow of(AttemptOutcome outcome, @Nullable String version, Instant startedAt, Instant endedAt) {
        return switch (outcome) {
            case AttemptOutcome.Returned returned -> ran("returned", returned.report(), null, null, endedAt);
            case AttemptOutcome.FunctionFailed failed ->
                ran("function-failed", failed.report(), failed.errorType(), failed.errorMessage(), endedAt);
            case AttemptOutcome.TimedOut timedOut ->
                ran("timed-out", timedOut.report(), InvocationTransitions.TIMED_OUT, timedOut.errorMessage(), endedAt);
            case AttemptOutcome.Throttled throttled ->
                new AttemptRow("throttled", version, null, "Throttled", throttled.reason(), startedAt, endedAt);
            case AttemptOutcome.PlatformFailed failed ->
                new AttemptRow("platform-failed", version, null, "PlatformFailed", failed.reason(), startedAt, endedAt);
            case AttemptOutcome.Rejected rejected ->
                new AttemptRow(
                        "rejected", version, null, rejected.errorType(), rejected.errorMessage(), startedAt, endedAt);
        };
    }

    /** Describes an attempt whose function answered that records failed. */
    public static AttemptRow recordsFailed(AttemptOutcome.Returned returned, String message, Instant endedAt) {
        return ran("records-failed", returned.report(), BatchTransitions.RECORDS_FAILED, message, endedAt);
    }

    private static AttemptRow ran(
            String outcome, RunReport report, @Nullable String errorType, @Nullable String message, Instant endedAt) {
        return new AttemptRow(
                outcome, report.executedVersion(), report, errorType, message, report.startedAt(), endedAt);
    }
}
