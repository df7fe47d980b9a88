// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.batch.RecordSet;
import io.glowplug.dispatch.transition.InvocationState.Cancelled;
import io.glowplug.dispatch.transition.InvocationState.DeadLettered;
import io.glowplug.dispatch.transition.InvocationState.Expired;
import io.glowplug.dispatch.transition.InvocationState.Running;
import io.glowplug.dispatch.transition.InvocationState.Succeeded;
import io.glowplug.dispatch.transition.InvocationState.Waiting;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InvocationTransitionsTest {

    private static final Instant ACCEPTED = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant NOW = ACCEPTED.plusSeconds(10);
    private static final UUID ID = UUID.fromString("0193a2b4-0000-7000-8000-000000000001");
    private static final FailureRules POLICY = FailureRules.of(new RetryPolicy(2, 60, 300, 21_600));
    private static final RunReport REPORT =
            new RunReport("env", "$LATEST", ACCEPTED, Duration.ZERO, null, Duration.ZERO, 0, 1);

    static final AttemptOutcome RETURNED = new AttemptOutcome.Returned(Payload.NULL, REPORT);
    static final AttemptOutcome FAILED = new AttemptOutcome.FunctionFailed("E", "m", Payload.NULL, REPORT);
    static final AttemptOutcome TIMED_OUT = new AttemptOutcome.TimedOut("m", Payload.NULL, REPORT);
    static final AttemptOutcome THROTTLED = new AttemptOutcome.Throttled("full");
    static final AttemptOutcome PLATFORM_FAILED = new AttemptOutcome.PlatformFailed("disk");
    static final AttemptOutcome REJECTED = new AttemptOutcome.Rejected("Gone", "m");
    static final List<AttemptOutcome> OUTCOMES =
            List.of(RETURNED, FAILED, TIMED_OUT, THROTTLED, PLATFORM_FAILED, REJECTED);

    @Test
    void everyOutcomeLeavesAnInvocationAloneThatIsNotRunning() {
        List<InvocationState> notRunning = List.of(
                new Waiting(1, Budget.UNSPENT, NOW),
                new Succeeded(1),
                new DeadLettered(3, DeadLetterReason.RETRIES_EXHAUSTED),
                new Expired(4),
                new Cancelled(0));

        for (InvocationState state : notRunning) {
            for (AttemptOutcome outcome : OUTCOMES) {
                assertThat(after(state, outcome, POLICY)).isSameAs(state);
            }
        }
    }

    @Test
    void anAnswerEndsIt() {
        assertThat(after(running(4, 2, 1), RETURNED)).isEqualTo(new Succeeded(4));
    }

    @Test
    void aFailureAndATimeOutSpendARetryAndWaitTwiceAsLongEachTime() {
        for (AttemptOutcome outcome : List.of(FAILED, TIMED_OUT)) {
            assertWaits(after(running(1, 0, 0), outcome), new Budget(1, 0), 60, 66);
            assertWaits(after(running(2, 1, 0), outcome), new Budget(2, 0), 120, 132);
            assertThat(after(running(3, 2, 0), outcome))
                    .isEqualTo(new DeadLettered(3, DeadLetterReason.RETRIES_EXHAUSTED));
        }
    }

    @Test
    void theWaitHasAnUpperBoundAndZeroStaysZero() {
        FailureRules many = FailureRules.of(new RetryPolicy(185, 60, 300, 604_800));
        FailureRules hasty = FailureRules.of(new RetryPolicy(2, 0, 0, 21_600));

        assertWaits(after(running(100, 99, 0), FAILED, many), new Budget(100, 0), 300, 330);
        assertThat(after(running(1, 0, 0), FAILED, hasty)).isEqualTo(new Waiting(1, new Budget(1, 0), NOW));
    }

    @Test
    void throttlesAndPlatformFaultsSpendOnlyTime() {
        for (AttemptOutcome outcome : List.of(THROTTLED, PLATFORM_FAILED)) {
            assertWaits(after(running(1, 0, 0), outcome), new Budget(0, 0), 1, 1.1);
            assertWaits(after(running(5, 2, 1), outcome), new Budget(2, 1), 2, 2.2);
            assertWaits(after(running(50, 2, 1), outcome), new Budget(2, 1), 300, 330);
        }
    }

    @Test
    void whatCannotBeRunIsADeadLetterAtOnce() {
        assertThat(after(running(1, 0, 0), REJECTED)).isEqualTo(new DeadLettered(1, DeadLetterReason.REJECTED));
    }

    @Test
    void aWaitThatWouldOutlastTheMaximumAgeEndsIt() {
        FailureRules young = FailureRules.of(new RetryPolicy(2, 60, 300, 30));

        assertThat(after(running(1, 0, 0), FAILED, young)).isEqualTo(new Expired(1));
        assertThat(after(running(6, 0, 0), THROTTLED, young)).isEqualTo(new Expired(6));
    }

    @Test
    void nothingIsAttemptedThatIsTooOldOrHasLostTooManyLeases() {
        Instant end = ACCEPTED.plusSeconds(21_600);

        assertThat(InvocationTransitions.endBeforeAttempt(running(2, 0, 0), POLICY, end.minusNanos(1000)))
                .isEmpty();
        assertThat(InvocationTransitions.endBeforeAttempt(running(2, 0, 0), POLICY, end))
                .isEqualTo(Optional.of(new Expired(1)));
        assertThat(InvocationTransitions.endBeforeAttempt(running(5, 0, 4), POLICY, NOW))
                .isEmpty();
        assertThat(InvocationTransitions.endBeforeAttempt(running(6, 0, 5), POLICY, NOW))
                .isEqualTo(Optional.of(new DeadLettered(5, DeadLetterReason.LEASE_LOST_REPEATEDLY)));
    }

    @Test
    void anErrorThatIsNotTriedAgainIsADeadLetterAtOnceWithItsOwnReason() {
        var never = FailureRules.of(new RetryPolicy(2, 60, 300, 21_600, List.of(), List.of("Val*", "E")));
        var only = FailureRules.of(new RetryPolicy(2, 60, 300, 21_600, List.of("Sandbox.*"), List.of()));
        var dead = new DeadLettered(1, DeadLetterReason.NOT_RETRIABLE);

        assertThat(after(running(1, 0, 0), FAILED, never)).isEqualTo(dead);
        assertWaits(after(running(1, 0, 0), TIMED_OUT, never), new Budget(1, 0), 60, 66);
        assertThat(after(running(1, 0, 0), FAILED, only)).isEqualTo(dead);
        assertWaits(after(running(1, 0, 0), TIMED_OUT, only), new Budget(1, 0), 60, 66);
        assertWaits(after(running(1, 0, 0), THROTTLED, never), new Budget(0, 0), 1, 1.1);
    }

    @Test
    void aProbeThatFailsSpendsNothing() {
        var probing = new FailureRules(new RetryPolicy(0, 60, 300, 21_600), true, true, true, true);

        assertWaits(after(running(1, 0, 0), FAILED, probing), new Budget(0, 0), 1, 1.1);
        assertWaits(after(running(1, 0, 0), TIMED_OUT, probing), new Budget(0, 0), 1, 1.1);
        assertThat(after(running(1, 0, 0), RETURNED, probing)).isEqualTo(new Succeeded(1));
    }

    @Test
    void everyEndInTheDeadLetterQueueStopsTheKeyOfATriggerThatWantsIt() {
        var stopping = new FailureRules(new RetryPolicy(0, 0, 0, 21_600), false, true, true, false);
        Instant tooLate = ACCEPTED.plusSeconds(21_600);

        assertThat(after(running(1, 0, 0), FAILED, stopping))
                .isEqualTo(new DeadLettered(1, DeadLetterReason.RETRIES_EXHAUSTED, null, true));
        assertThat(after(running(1, 0, 0), REJECTED, stopping))
                .isEqualTo(new DeadLettered(1, DeadLetterReason.REJECTED, null, true));
        assertThat(InvocationTransitions.endBeforeAttempt(running(2, 0, 0), stopping, tooLate))
                .contains(new Expired(1, null, true));
        assertThat(InvocationTransitions.endBeforeAttempt(running(6, 0, 5), stopping, NOW))
                .contains(new DeadLettered(5, DeadLetterReason.LEASE_LOST_REPEATEDLY, null, true));
        assertThat(after(running(1, 0, 0), RETURNED, stopping)).isEqualTo(new Succeeded(1));
    }

    @Test
    void whatAStoppingNodeGivesBackIsDueAtOnceAndHasSpentNothing() {
        assertThat(InvocationTransitions.released(running(3, 1, 1), NOW))
                .isEqualTo(new Waiting(3, new Budget(1, 1), NOW));
    }

    private static InvocationState after(Running running, AttemptOutcome outcome) {
        return after(running, outcome, POLICY);
    }

    private static InvocationState after(InvocationState state, AttemptOutcome outcome, FailureRules rules) {
        return InvocationTransitions.after(state, outcome, RecordSet.NONE, rules, NOW);
    }

    static Running running(int attempt, int functionFailures, int lostLeases) {
        return new Running(ID, attempt, new Budget(functionFailures, lostLeases), ACCEPTED);
    }

    private static void assertWaits(InvocationState state, Budget spent, double fromSeconds, double toSeconds) {
        assertThat(state).isInstanceOfSatisfying(Waiting.class, waiting -> {
            assertThat(waiting.spent()).isEqualTo(spent);
            assertThat(Duration.between(NOW, waiting.visibleAt()).toNanos() / 1e9)
                    .isBetween(fromSeconds, toSeconds);
        });
    }
}
