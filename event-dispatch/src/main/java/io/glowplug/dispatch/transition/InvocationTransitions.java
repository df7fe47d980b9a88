// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.batch.RecordSet;
import io.glowplug.dispatch.batch.Remainder;
import io.glowplug.dispatch.transition.InvocationState.Cancelled;
import io.glowplug.dispatch.transition.InvocationState.DeadLettered;
import io.glowplug.dispatch.transition.InvocationState.Expired;
import io.glowplug.dispatch.transition.InvocationState.Running;
import io.glowplug.dispatch.transition.InvocationState.Succeeded;
import io.glowplug.dispatch.transition.InvocationState.Waiting;
import io.glowplug.runtime.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one place that decides what follows from an attempt. */
public final class InvocationTransitions {

    /** The type of error of an attempt that ran out of time. */
    public static final String TIMED_OUT = "Sandbox.Timedout";

    private InvocationTransitions() {}

    /**
     * Returns the state after an outcome. Only a running invocation is moved by one: in every other state the outcome
     * is that of an attempt whose lease was lost, and nothing changes.
     *
     * @param failed which of the attempt's records a function that answered reports as failed
     */
    public static InvocationState after(
            InvocationState state, AttemptOutcome outcome, RecordSet failed, FailureRules rules, Instant now) {
        return switch (state) {
            case Running running -> after(running, outcome, failed, rules, now);
            case Waiting waiting -> waiting;
            case Succeeded succeeded -> succeeded;
            case DeadLettered deadLettered -> deadLettered;
            case Expired expired -> expired;
            case Cancelled cancelled -> cancelled;
        };
    }

    /** Returns the end of an invocation that must not be attempted any more, though a node has just leased it. */
    public static Optional<InvocationState> endBeforeAttempt(Running running, FailureRules rules, Instant now) {
        int attemptsMade = running.attempt() - 1;
        if (running.spent().leaseLostTooOften()) {
            return Optional.of(new DeadLettered(
                    attemptsMade, DeadLetterReason.LEASE_LOST_REPEATEDLY, running.left(), rules.stopsKey()));
        }
        if (!now.isBefore(endOfLife(running, rules))) {
            return Optional.of(new Expired(attemptsMade, running.left(), rules.stopsKey()));
        }
        return Optional.empty();
    }

    /** Returns the state after the node gave the lease back because it stops: due at once, no budget spent. */
    public static Waiting released(Running running, Instant now) {
        return new Waiting(running.attempt(), running.spent(), now, running.left());
    }

    private static InvocationState after(
            Running running, AttemptOutcome outcome, RecordSet failed, FailureRules rules, Instant now) {
        return switch (outcome) {
            case AttemptOutcome.Returned _ ->
                failed.isEmpty()
                        ? afterSuccess(running, now)
                        : BatchTransitions.afterReport(running, failed, rules, now);
            case AttemptOutcome.FunctionFailed failure -> afterFailure(running, failure.errorType(), rules, now);
            case AttemptOutcome.TimedOut _ -> afterFailure(running, TIMED_OUT, rules, now);
            case AttemptOutcome.Throttled _, AttemptOutcome.PlatformFailed _ -> afterFreeAttempt(running, rules, now);
            case AttemptOutcome.Rejected _ ->
                new DeadLettered(running.attempt(), DeadLetterReason.REJECTED, running.left(), rules.stopsKey());
        };
    }

    private static InvocationState afterSuccess(Running running, Instant now) {
        Remainder left = running.left();
        return left == null
                ? new Succeeded(running.attempt())
                : BatchTransitions.goOn(running, left.narrowedTo(RecordSet.NONE, left.since()), now);
    }

    private static InvocationState afterFailure(Running running, String errorType, FailureRules rules, Instant now) {
        Remainder left = running.left();
        if (rules.probes()) {
            return afterFreeAttempt(running, rules, now);
        }
        if (rules.bisects() && left != null && left.now().size() > 1) {
            return new Waiting(
                    running.attempt(), running.spent().withoutFailures(), now, left.split(running.attempt()));
        }
        Budget spent = running.spent().plusFunctionFailure();
        DeadLetterReason end = end(spent, errorType, rules);
        if (end == null) {
            return waitOrExpire(running, spent, left, rules, now);
        }
        return left == null || rules.stopsKey()
                ? new DeadLettered(running.attempt(), end, left, rules.stopsKey())
                : BatchTransitions.goOn(running, left.givingUp(left.now(), end), now);
    }

    /** Why there is no retry after the last failure, or null if there is one. */
    static @Nullable DeadLetterReason end(Budget spent, String errorType, FailureRules rules) {
        if (!rules.retry().retries(errorType)) {
            return DeadLetterReason.NOT_RETRIABLE;
        }
        return spent.functionFailures() > rules.retry().maxRetries() ? DeadLetterReason.RETRIES_EXHAUSTED : null;
    }

    private static InvocationState afterFreeAttempt(Running running, FailureRules rules, Instant now) {
        int since = running.left() == null ? 0 : running.left().since();
        int freeAttempts = running.spent().freeAttempts(running.attempt() - since);
        return waitOrExpire(
                running, running.spent(), running.left(), BackOff.afterFreeAttempt(freeAttempts), rules, now);
    }

    static InvocationState waitOrExpire(
            Running running, Budget spent, @Nullable Remainder left, FailureRules rules, Instant now) {
        Duration wait = BackOff.beforeRetry(rules.retry(), spent.functionFailures());
        return waitOrExpire(running, spent, left, wait, rules, now);
    }

    /** A wait that would outlast the maximum age ends the invocation now: there is nothing to wait for. */
    private static InvocationState waitOrExpire(
            Running running, Budget spent, @Nullable Remainder left, Duration wait, FailureRules rules, Instant now) {
        Instant due = now.plus(BackOff.spread(wait, running.id(), running.attempt()));
        if (!due.isBefore(endOfLife(running, rules))) {
            return new Expired(running.attempt(), left, rules.stopsKey());
        }
        return new Waiting(running.attempt(), spent, due, left);
    }

    private static Instant endOfLife(Running running, FailureRules rules) {
        return running.acceptedAt().plusSeconds(rules.retry().maxEventAgeSeconds());
    }
}
