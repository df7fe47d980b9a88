// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.transition;

import static io.glowplug.dispatch.transition.InvocationTransitionsTest.FAILED;
import static io.glowplug.dispatch.transition.InvocationTransitionsTest.PLATFORM_FAILED;
import static io.glowplug.dispatch.transition.InvocationTransitionsTest.RETURNED;
import static io.glowplug.dispatch.transition.InvocationTransitionsTest.THROTTLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.batch.RecordSet;
import io.glowplug.dispatch.batch.Remainder;
import io.glowplug.dispatch.transition.InvocationState.DeadLettered;
import io.glowplug.dispatch.transition.InvocationState.Running;
import io.glowplug.dispatch.transition.InvocationState.Succeeded;
import io.glowplug.dispatch.transition.InvocationState.Waiting;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.testing.Property;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches, drawn: records that are well, that fail a few times or always, and functions that report them or throw. */
class BatchPropertiesTest {

    private static final Instant ACCEPTED = Instant.parse("2026-11-21T12:00:00Z");
    private static final int ALWAYS = 1_000;
    private static final int LONGEST_LIFE = 20_000;

    @Test
    void everyRecordEndsOnceAndOnlyThoseThatFailAreGivenUp() {
        Property.holds(5_000, random -> new Batch(random).live());
    }

    private static final class Batch {

        private final Random random;
        private final int size;
        private final int[] failuresToCome;
        private final boolean[] failedEver;
        private final boolean reports;
        private final FailureRules rules;
        private Remainder left;
        private RecordSet done = RecordSet.NONE;
        private InvocationState state;

        Batch(Random random) {
            this.random = random;
            this.size = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 12);
            this.failedEver = new boolean[size];
            this.failuresToCome = IntStream.range(0, size)
                    .map(_ -> random.nextInt(3) > 0 ? 0 : random.nextBoolean() ? ALWAYS : 1 + random.nextInt(4))
                    .toArray();
            this.reports = random.nextBoolean();
            this.rules = new FailureRules(
                    new RetryPolicy(random.nextInt(4), 0, 0, 604_800),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextInt(4) == 0,
                    false);
            this.left = Remainder.whole(size);
            this.state = new Waiting(0, Budget.UNSPENT, ACCEPTED, left);
        }

        void live() {
            int attempts = 0;
            while (state instanceof Waiting waiting) {
                assertThat(++attempts).as("attempts of %d records", size).isLessThan(LONGEST_LIFE);
                assertThat(waiting.spent().functionFailures())
                        .isLessThanOrEqualTo(rules.retry().maxRetries());
                attempt(waiting);
            }
            switch (state) {
                case Succeeded _ -> assertThat(done).isEqualTo(RecordSet.range(0, size));
                case DeadLettered dead -> assertDead(dead);
                case InvocationState other -> throw new AssertionError("not an end of a batch: " + other);
            }
        }

        private void attempt(Waiting waiting) {
            Running running =
                    new Running(UUID.randomUUID(), waiting.attempts() + 1, waiting.spent(), ACCEPTED, waiting.left());
            RecordSet now = left.now();
            assertInOrder(now);
            AttemptOutcome outcome;
            RecordSet failing = RecordSet.NONE;
            if (random.nextInt(10) == 0) {
                outcome = random.nextBoolean() ? THROTTLED : PLATFORM_FAILED;
                assertThat(next(running, outcome, failing)).isEqualTo(left);
                return;
            }
            failing = fail(now);
            boolean threw = !failing.isEmpty() && !reports;
            Remainder next = next(running, threw ? FAILED : RETURNED, threw ? RecordSet.NONE : reported(failing));
            RecordSet ended = left.unfinished().minus(next.unfinished());
            assertThat(threw ? ended : RecordSet.NONE)
                    .as("of what threw, nothing has succeeded")
                    .isEqualTo(RecordSet.NONE);
            assertThat(now.minus(failing).containsAll(ended))
                    .as("%s have succeeded, of %s with %s failing", ended, now, failing)
                    .isTrue();
            done = done.plus(ended);
            assertNothingLostOrDoubled(next);
            left = next;
        }

        private Remainder next(Running running, AttemptOutcome outcome, RecordSet failed) {
            state = InvocationTransitions.after(running, outcome, failed, rules, ACCEPTED);
            return switch (state) {
                case Waiting waiting -> known(waiting.left());
                case DeadLettered dead -> known(dead.left());
                case Succeeded _ -> left.narrowedTo(RecordSet.NONE, 0);
                case InvocationState other -> throw new AssertionError("not a state of a batch: " + other);
            };
        }

        private static Remainder known(Remainder remainder) {
            assertThat(remainder).isNotNull();
            return remainder;
        }

        private RecordSet fail(RecordSet now) {
            RecordSet failing = RecordSet.of(now.stream().filter(position -> failuresToCome[position] > 0));
            failing.stream().forEach(position -> {
                failuresToCome[position]--;
                failedEver[position] = true;
            });
            return failing;
        }

        /** A function that keeps an order may stop at the first record that fails. */
        private RecordSet reported(RecordSet failing) {
            return failing.isEmpty() || !rules.ordered() || random.nextBoolean()
                    ? failing
                    : RecordSet.range(failing.first(), failing.first() + 1);
        }

        private void assertInOrder(RecordSet now) {
            if (rules.ordered()) {
                assertThat(left.unfinished().minus(left.givenUp()).first()).isEqualTo(now.first());
            }
        }

        private void assertNothingLostOrDoubled(Remainder next) {
            int parts = next.now().size()
                    + next.givenUp().size()
                    + next.later().stream().mapToInt(RecordSet::size).sum();
            assertThat(parts)
                    .as("records in one part only")
                    .isEqualTo(next.unfinished().size());
            assertThat(next.unfinished().plus(done)).isEqualTo(RecordSet.range(0, size));
            assertThat(next.unfinished().minus(done)).isEqualTo(next.unfinished());
        }

        private void assertDead(DeadLettered dead) {
            RecordSet lost = known(dead.left()).unfinished();
            assertThat(lost.isEmpty()).isFalse();
            assertThat(lost.plus(done)).isEqualTo(RecordSet.range(0, size));
            boolean isolates = reports || rules.bisects();
            if (isolates && !dead.stopsKey()) {
                assertThat(lost.stream()
                                .filter(position -> !failedEver[position])
                                .toArray())
                        .as("records that never failed in the dead letter")
                        .isEmpty();
                assertThat(lost.containsAll(RecordSet.of(
                                IntStream.range(0, size).filter(position -> failuresToCome[position] > ALWAYS / 2))))
                        .as("those that always fail are in the dead letter")
                        .isTrue();
            }
        }
    }
}
