// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.transition.InvocationState.Cancelled;
import io.glowplug.dispatch.transition.InvocationState.DeadLettered;
import io.glowplug.dispatch.transition.InvocationState.Expired;
import io.glowplug.dispatch.transition.InvocationState.Running;
import io.glowplug.dispatch.transition.InvocationState.Succeeded;
import io.glowplug.dispatch.transition.InvocationState.Waiting;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The one place that decides what follows from an attempt. */
public final class InvocationTransitions {

    private InvocationTransitions() {}

    /**
     * Returns the state after an outcome. Only a running invocation is moved by one: in every other state the outcome
     * is that of an attempt whose lease was lost, and nothing changes.
     */
    public static InvocationState after(
            InvocationState state, AttemptOutcome outcome, RetryPolicy policy, Instant now) {
        return switch (state) {
            case Running running -> after(running, outcome, policy, now);
            case Waiting waiting -> waiting;
            case Succeeded succeeded -> succeeded;
            case DeadLettered deadLettered -> deadLettered;
            case Expired expired -> expired;
            case Cancelled cancelled -> cancelled;
        };
    }

    /** Returns the end of an invocation that must not be attempted any more, though a node has just leased it. */
    public static Optional<InvocationState> endBeforeAttempt(Running running, RetryPolicy policy, Instant now) {
        int attemptsMade = running.attempt() - 1;
        if (running.spent().leaseLostTooOften()) {
            return Optional.of(new DeadLettered(attemptsMade, DeadLetterReason.LEASE_LOST_REPEATEDLY));
        }
        if (!now.isBefore(endOfLife(running, policy))) {
            return Optional.of(new Expired(attemptsMade));
        }
        return Optional.empty();
    }

    /** Returns the state after the node gave the lease back because it stops: due at once, no budget spent. */
    public static Waiting released(Running running, Instant now) {
        return new Waiting(running.attempt(), running.spent(), now);
    }

    private static InvocationState after(Running running, AttemptOutcome outcome, RetryPolicy policy, Instant now) {
        return switch (outcome) {
            case AttemptOutcome.Returned _ -> new Succeeded(running.attempt());
            case AttemptOutcome.FunctionFailed _, AttemptOutcome.TimedOut _ -> afterFailure(running, policy, now);
            case AttemptOutcome.Throttled _, AttemptOutcome.PlatformFailed _ -> afterFreeAttempt(running, policy, now);
            case AttemptOutcome.Rejected _ -> new DeadLettered(running.attempt(), DeadLetterReason.REJECTED);
        };
    }

    private static InvocationState afterFailure(Running running, RetryPolicy policy, Instant now) {
        Budget spent = running.spent().plusFunctionFailure();
        if (spent.functionFailures() > policy.maxRetries()) {
            return new DeadLettered(running.attempt(), DeadLetterReason.RETRIES_EXHAUSTED);
        }
        return waitOrExpire(running, spent, BackOff.beforeRetry(policy, spent.functionFailures()), policy, now);
    }

    private static InvocationState afterFreeAttempt(Running running, RetryPolicy policy, Instant now) {
        int freeAttempts = running.spent().freeAttempts(running.attempt());
        return waitOrExpire(running, running.spent(), BackOff.afterFreeAttempt(freeAttempts), policy, now);
    }

    /** A wait that would outlast the maximum age ends the invocation now: there is nothing to wait for. */
    private static InvocationState waitOrExpire(
            Running running, Budget spent, Duration wait, RetryPolicy policy, Instant now) {
        Instant due = now.plus(BackOff.spread(wait, running.id(), running.attempt()));
        if (!due.isBefore(endOfLife(running, policy))) {
            return new Expired(running.attempt());
        }
        return new Waiting(running.attempt(), spent, due);
    }

    private static Instant endOfLife(Running running, RetryPolicy policy) {
        return running.acceptedAt().plusSeconds(policy.maxEventAgeSeconds());
    }
}
