// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.batch.RecordSet;
import io.glowplug.dispatch.batch.Remainder;
import io.glowplug.dispatch.transition.InvocationState.DeadLettered;
import io.glowplug.dispatch.transition.InvocationState.Running;
import io.glowplug.dispatch.transition.InvocationState.Succeeded;
import io.glowplug.dispatch.transition.InvocationState.Waiting;
import java.time.Instant;
import java.util.Objects;

/** The part of {@link InvocationTransitions} that is about records of a batch. */
public final class BatchTransitions {

    /** The type of error of an attempt whose function reported records as failed. */
    public static final String RECORDS_FAILED = "Batch.RecordsFailed";

    private BatchTransitions() {}

    /**
     * Narrows a batch to what a function reported as failed, and in an ordered one to everything from there on.
     *
     * <p>The budget is that of the records which fail. In an ordered batch that is the first one of them: when it is
     * another one than before, those before it have succeeded, and it has failed once. Used up, it alone is given up:
     * nobody knows whether the ones behind it were run.
     */
    static InvocationState afterReport(Running running, RecordSet failed, FailureRules rules, Instant now) {
        Remainder left = Objects.requireNonNull(running.left(), "failed records of what is no batch");
        if (rules.probes() && failed.size() == left.now().size()) {
            return InvocationTransitions.released(running, now.plus(BackOff.afterFreeAttempt(1)));
        }
        boolean moved = rules.ordered() && failed.first() != left.now().first();
        RecordSet unfinished = rules.ordered() ? left.now().from(failed.first()) : failed;
        Budget before = moved ? running.spent().withoutFailures() : running.spent();
        Budget spent = before.plusFunctionFailure();
        Remainder narrowed = left.narrowedTo(unfinished, moved ? running.attempt() - 1 : left.since());
        DeadLetterReason end = InvocationTransitions.end(spent, RECORDS_FAILED, rules);
        if (end == null) {
            return InvocationTransitions.waitOrExpire(running, spent, narrowed, rules, now);
        }
        if (rules.stopsKey()) {
            return new DeadLettered(running.attempt(), end, narrowed, true);
        }
        RecordSet lost = rules.ordered() ? RecordSet.range(failed.first(), failed.first() + 1) : failed;
        return goOn(running, narrowed.givingUp(lost, end), now);
    }

    /** Goes on at once with what is left of the batch, with a fresh budget, or ends it. */
    static InvocationState goOn(Running running, Remainder left, Instant now) {
        Remainder next =
                left.now().isEmpty() ? left.next(running.attempt()) : left.narrowedTo(left.now(), running.attempt());
        if (!next.now().isEmpty()) {
            return new Waiting(running.attempt(), running.spent().withoutFailures(), now, next);
        }
        return next.reason() == null
                ? new Succeeded(running.attempt())
                : new DeadLettered(running.attempt(), next.reason(), next, false);
    }
}
