// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import static io.glowplug.dispatch.transition.InvocationTransitionsTest.FAILED;
import static io.glowplug.dispatch.transition.InvocationTransitionsTest.REJECTED;
import static io.glowplug.dispatch.transition.InvocationTransitionsTest.RETURNED;
import static io.glowplug.dispatch.transition.InvocationTransitionsTest.THROTTLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.batch.RecordSet;
import io.glowplug.dispatch.batch.Remainder;
import io.glowplug.dispatch.transition.InvocationState.DeadLettered;
import io.glowplug.dispatch.transition.InvocationState.Running;
import io.glowplug.dispatch.transition.InvocationState.Succeeded;
import io.glowplug.dispatch.transition.InvocationState.Waiting;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.AttemptOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchTransitionsTest {

    private static final Instant ACCEPTED = Instant.parse("2026-11-21T12:00:00Z");
    private static final UUID ID = UUID.fromString("0193a2b4-0000-7000-8000-000000000001");
    private static final RetryPolicy RETRY = new RetryPolicy(2, 0, 0, 604_800);

    private enum Way {
        REPORTED,
        BISECTED
    }

    /** Runs batches to their end, with bad records that always fail and others that fail once. */
    @Test
    void exactlyTheBadRecordsEndInTheDeadLetterAndAllOthersSucceedInTheirOrder() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            Way way = random.nextBoolean() ? Way.REPORTED : Way.BISECTED;
            boolean ordered = random.nextBoolean();
            int size = 1 + random.nextInt(40);
            RecordSet bad = some(random, size, 0.15);
            RecordSet shaky = some(random, size, 0.1).minus(bad);
            var batch = new SimulatedBatch(way, ordered, bad, shaky, random);

            InvocationState end = batch.run(size);

            String which = "seed %d, %s, ordered %s, %d records, bad %s, shaky %s"
                    .formatted(seed, way, ordered, size, bad, shaky);
            assertThat(RecordSet.of(batch.succeeded.stream().mapToInt(Integer::intValue)))
                    .as(which)
                    .isEqualTo(RecordSet.range(0, size).minus(bad));
            if (bad.isEmpty()) {
                assertThat(end).as(which).isInstanceOf(Succeeded.class);
            } else {
                assertThat(end).as(which).isInstanceOfSatisfying(DeadLettered.class, dead -> {
                    assertThat(dead.left().unfinished()).as(which).isEqualTo(bad);
                    assertThat(dead.reason()).isEqualTo(DeadLetterReason.RETRIES_EXHAUSTED);
                });
            }
            if (ordered) {
                assertThat(batch.lastRuns()).as(which).isSorted();
            }
        }
    }

    @Test
    void anOrderedBatchIsNarrowedToEverythingFromTheFirstFailureOnAndThatOneHasABudgetOfItsOwn() {
        Running first = running(1, 0, Remainder.whole(8));
        Remainder from3 = waiting(report(first, "3,6", true)).left();
        assertThat(from3.now()).hasToString("3-7");
        assertThat(waiting(report(first, "3,6", true)).spent()).isEqualTo(new Budget(1, 0));

        Waiting again = waiting(report(running(2, 1, from3), "3", true));
        assertThat(again.left().now()).hasToString("3-7");
        assertThat(again.spent()).isEqualTo(new Budget(2, 0));
        Waiting moved = waiting(report(running(2, 1, from3), "6", true));
        assertThat(moved.left().now()).hasToString("6-7");
        assertThat(moved.spent()).isEqualTo(new Budget(1, 0));

        Waiting givenUp = waiting(report(running(3, 2, from3), "3,6", true));
        assertThat(givenUp.left().givenUp()).hasToString("3");
        assertThat(givenUp.left().now()).hasToString("4-7");
        assertThat(givenUp.spent()).isEqualTo(Budget.UNSPENT);
        assertThat(givenUp.visibleAt()).isEqualTo(ACCEPTED);
    }

    @Test
    void anUnorderedBatchIsNarrowedToTheFailedRecordsAndKeepsItsBudget() {
        Waiting failed = waiting(report(running(2, 1, Remainder.whole(8)), "3,6", false));

        assertThat(failed.left().now()).hasToString("3,6");
        assertThat(failed.spent()).isEqualTo(new Budget(2, 0));
        assertThat(report(running(3, 2, failed.left()), "6", false))
                .isInstanceOfSatisfying(
                        DeadLettered.class,
                        dead -> assertThat(dead.left().unfinished()).hasToString("6"));
    }

    @Test
    void aBatchThatFailsAsAWholeIsSplitAtOnceAndSpendsNothing() {
        Waiting split = waiting(after(running(1, 0, Remainder.whole(5)), FAILED, RecordSet.NONE, rules(true, true)));

        assertThat(split.left().now()).hasToString("0-2");
        assertThat(split.left().later()).containsExactly(RecordSet.parse("3-4"));
        assertThat(split.spent()).isEqualTo(Budget.UNSPENT);
        assertThat(split.visibleAt()).isEqualTo(ACCEPTED);
        Waiting throttled = waiting(after(running(2, 0, split.left()), THROTTLED, RecordSet.NONE, rules(true, true)));
        assertThat(throttled.left()).isEqualTo(split.left());
        assertThat(throttled.visibleAt()).isBetween(ACCEPTED.plusMillis(1000), ACCEPTED.plusMillis(1100));
    }

    @Test
    void anErrorThatIsNotTriedAgainIsIsolatedFirst() {
        var never =
                new FailureRules(new RetryPolicy(2, 0, 0, 604_800, List.of(), List.of("*")), true, true, false, false);

        assertThat(after(running(1, 0, Remainder.whole(2)), FAILED, RecordSet.NONE, never))
                .isInstanceOf(Waiting.class);
        Remainder last = new Remainder(RecordSet.parse("0"), List.of(), RecordSet.NONE, null, 1);
        assertThat(after(running(2, 0, last), FAILED, RecordSet.NONE, never))
                .isInstanceOfSatisfying(
                        DeadLettered.class,
                        dead -> assertThat(dead.reason()).isEqualTo(DeadLetterReason.NOT_RETRIABLE));
    }

    @Test
    void whatStopsItsKeyTakesAllThatIsLeftIntoTheDeadLetter() {
        var stopping = new FailureRules(new RetryPolicy(0, 0, 0, 604_800), true, true, true, false);
        Remainder part = new Remainder(RecordSet.parse("3"), List.of(RecordSet.parse("4-7")), RecordSet.NONE, null, 1);

        for (InvocationState end : List.of(
                after(running(1, 0, Remainder.whole(8)), RETURNED, RecordSet.parse("3"), stopping),
                after(running(2, 0, part), FAILED, RecordSet.NONE, stopping),
                after(running(2, 0, part), REJECTED, RecordSet.NONE, stopping))) {
            assertThat(end).isInstanceOfSatisfying(DeadLettered.class, dead -> {
                assertThat(dead.left().unfinished()).hasToString("3-7");
                assertThat(dead.stopsKey()).isTrue();
            });
        }
    }

    private static RecordSet some(Random random, int size, double share) {
        return RecordSet.of(random.ints(size, 0, 1000).boxed().toList().stream()
                .mapToInt(Integer::intValue)
                .filter(any -> random.nextDouble() < share)
                .map(position -> position % size));
    }

    private static InvocationState report(Running running, String failed, boolean ordered) {
        return after(running, RETURNED, RecordSet.parse(failed), rules(false, ordered));
    }

    private static InvocationState after(
            Running running, AttemptOutcome outcome, RecordSet failed, FailureRules rules) {
        return InvocationTransitions.after(running, outcome, failed, rules, ACCEPTED);
    }

    private static FailureRules rules(boolean bisects, boolean ordered) {
        return new FailureRules(RETRY, bisects, ordered, false, false);
    }

    private static Running running(int attempt, int failures, Remainder left) {
        return new Running(ID, attempt, new Budget(failures, 0), ACCEPTED, left);
    }

    private static Waiting waiting(InvocationState state) {
        assertThat(state).isInstanceOf(Waiting.class);
        return (Waiting) state;
    }

    /** A function that is handed a batch again and again until it is through. */
    private static final class SimulatedBatch {

        private final Way way;
        private final FailureRules rules;
        private final RecordSet bad;
        private RecordSet shaky;
        private final Random random;
        private final List<Integer> succeeded = new ArrayList<>();
        private final boolean ordered;

        SimulatedBatch(Way way, boolean ordered, RecordSet bad, RecordSet shaky, Random random) {
            this.way = way;
            this.ordered = ordered;
            this.rules = rules(way == Way.BISECTED, ordered);
            this.bad = bad;
            this.shaky = shaky;
            this.random = random;
        }

        InvocationState run(int size) {
            InvocationState state = new Waiting(0, Budget.UNSPENT, ACCEPTED, Remainder.whole(size));
            while (state instanceof Waiting waiting) {
                assertThat(waiting.attempts()).as("it ends some day").isLessThan(2_000);
                Running running = new Running(ID, waiting.attempts() + 1, waiting.spent(), ACCEPTED, waiting.left());
                state = random.nextInt(10) == 0
                        ? after(running, THROTTLED, RecordSet.NONE, rules)
                        : attempt(running, waiting.left().now());
            }
            return state;
        }

        private InvocationState attempt(Running running, RecordSet now) {
            RecordSet failing = now.minus(now.minus(bad.plus(shaky)));
            shaky = shaky.minus(now);
            if (failing.isEmpty()) {
                now.stream().forEach(succeeded::add);
                return after(running, RETURNED, RecordSet.NONE, rules);
            }
            if (way == Way.BISECTED) {
                return after(running, FAILED, RecordSet.NONE, rules);
            }
            RecordSet through = ordered ? now.minus(now.from(failing.first())) : now.minus(failing);
            through.stream().forEach(succeeded::add);
            return after(running, RETURNED, failing, rules);
        }

        /** The records in the order in which each ran last. */
        List<Integer> lastRuns() {
            return List.copyOf(succeeded);
        }
    }
}
