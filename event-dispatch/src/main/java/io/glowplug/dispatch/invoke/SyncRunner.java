// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.invoke;

import io.glowplug.dispatch.AnswerRule;
import io.glowplug.dispatch.StreamingCaller;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.dispatch.TriggerCall;
import io.glowplug.dispatch.invoke.RunSummaryStore.RunSummary;
import io.glowplug.dispatch.store.AttemptRow;
import io.glowplug.dispatch.store.AttemptRows;
import io.glowplug.runtime.AnswerSink;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionInvoker;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Runs a function for a caller who waits. */
public final class SyncRunner {

    private final FunctionInvoker invoker;
    private final RunSummaryWorker summaries;
    private final InstantSource clock;
    private final Duration patience;

    /**
     * Makes a runner.
     *
     * @param patience how long a call waits for an environment on a full node before it is throttled
     */
    public SyncRunner(FunctionInvoker invoker, RunSummaryWorker summaries, InstantSource clock, Duration patience) {
        this.invoker = invoker;
        this.summaries = summaries;
        this.clock = clock;
        this.patience = patience;
    }

    SyncAnswer.Ran run(CheckedCall call) {
        return runInto(call, null);
    }

    SyncAnswer.Ran run(CheckedCall call, StreamingCaller caller) {
        return runInto(call, caller.sinkFor(call.invocationId(), call.function().version()));
    }

    private SyncAnswer.Ran runInto(CheckedCall call, @Nullable AnswerSink sink) {
        Instant startedAt = clock.instant();
        TriggerCall trigger = call.request().options().call();
        AttemptOutcome outcome = invoker.invoke(new AttemptRequest(
                call.invocationId(),
                call.function(),
                call.request().qualifier(),
                call.payload(),
                patience,
                call.request().clientContext(),
                call.request().traceId(),
                sink));
        if (trigger != null && outcome instanceof AttemptOutcome.Returned returned) {
            outcome = judged(returned, trigger.answerRule());
        }
        AttemptRow attempt = AttemptRows.of(outcome, call.function().version(), startedAt, clock.instant());
        // Nothing ran for a throttled call: a flood of them is a matter for the counters, not for the history.
        if (!(outcome instanceof AttemptOutcome.Throttled)) {
            summaries.add(new RunSummary(
                    call.invocationId(),
                    call.request().functionName(),
                    call.request().qualifier(),
                    trigger == null ? null : trigger.triggerId(),
                    startedAt,
                    outcome instanceof AttemptOutcome.Returned ? "succeeded" : "failed",
                    attempt));
        }
        return new SyncAnswer.Ran(call.invocationId(), call.function().version(), outcome);
    }

    /** An answer that nobody can use is a failure of the function, whatever the function thinks of it. */
    private static AttemptOutcome judged(AttemptOutcome.Returned returned, AnswerRule rule) {
        return rule.brokenBy(returned.answer())
                .<AttemptOutcome>map(reason -> new AttemptOutcome.FunctionFailed(
                        AnswerRule.MALFORMED, reason, Payload.NULL, returned.report()))
                .orElse(returned);
    }
}
