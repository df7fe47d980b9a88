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
import io.glowplug.testing.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lives of invocations, drawn: any policy, any sequence of outcomes, of leases lost and of nodes that stop. */
class InvocationPropertiesTest {

    private static final Instant ACCEPTED = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void everyLifeKeepsToItsBudgetAndEnds() {
        Property.holds(10_000, random -> new Life(random).live());
    }

    /** One invocation, held against a count of its own of what should have been spent. */
    private static final class Life {
        private final Random random;
        private final UUID id;
        private final RetryPolicy policy;
        private final FailureRules rules;
        private final Instant endOfLife;
        private Instant now = ACCEPTED;
        private Waiting waiting = new Waiting(0, Budget.UNSPENT, ACCEPTED);
        private int attempt;
        private int failures;
        private int lostLeases;

        Life(Random random) {
            this.random = random;
            this.id = new UUID(random.nextLong(), random.nextLong());
            int minBackoff = random.nextInt(100);
            this.policy = new RetryPolicy(
                    random.nextInt(random.nextBoolean() ? 4 : 186),
                    minBackoff,
                    minBackoff + random.nextInt(400),
                    1 + random.nextInt(random.nextBoolean() ? 600 : 604_800));
            this.rules = FailureRules.of(policy);
            this.endOfLife = ACCEPTED.plusSeconds(policy.maxEventAgeSeconds());
        }

        void live() {
            InvocationState state = waiting;
            while (state instanceof Waiting) {
                state = attempt();
            }
            assertEnd(state);
            for (AttemptOutcome late : InvocationTransitionsTest.OUTCOMES) {
                assertThat(InvocationTransitions.after(state, late, RecordSet.NONE, rules, now))
                        .isSameAs(state);
            }
        }

        private InvocationState attempt() {
            now = (now.isAfter(waiting.visibleAt()) ? now : waiting.visibleAt()).plusMillis(random.nextInt(2_000));
            attempt++;
            Running running = new Running(id, attempt, new Budget(failures, lostLeases), ACCEPTED);
            Optional<InvocationState> end = InvocationTransitions.endBeforeAttempt(running, rules, now);
            boolean hasToEnd = lostLeases >= Budget.MAX_LOST_LEASES || !now.isBefore(endOfLife);
            assertThat(end.isPresent()).isEqualTo(hasToEnd);
            if (end.isPresent()) {
                attempt--; // it was leased, not made
                return end.get();
            }
            int drawn = random.nextInt(10);
            return drawn == 0 ? loseLease() : drawn == 1 ? release(running) : settle(running);
        }

        /** What the lease query does when it finds an attempt cut off. */
        private InvocationState loseLease() {
            lostLeases++;
            waiting = new Waiting(attempt, new Budget(failures, lostLeases), now.plusSeconds(15));
            return waiting;
        }

        private InvocationState release(Running running) {
            waiting = InvocationTransitions.released(running, now);
            assertThat(waiting).isEqualTo(new Waiting(attempt, running.spent(), now));
            return waiting;
        }

        private InvocationState settle(Running running) {
            AttemptOutcome outcome =
                    InvocationTransitionsTest.OUTCOMES.get(random.nextInt(InvocationTransitionsTest.OUTCOMES.size()));
            now = now.plusMillis(random.nextInt(5_000));
            boolean failed =
                    outcome instanceof AttemptOutcome.FunctionFailed || outcome instanceof AttemptOutcome.TimedOut;
            if (failed) {
                failures++;
            }
            InvocationState next = InvocationTransitions.after(running, outcome, RecordSet.NONE, rules, now);
            assertThat(next instanceof Succeeded).isEqualTo(outcome instanceof AttemptOutcome.Returned);
            if (next instanceof Waiting after) {
                assertThat(after.attempts()).isEqualTo(attempt);
                assertThat(after.spent()).isEqualTo(new Budget(failures, lostLeases));
                assertThat(failures).isLessThanOrEqualTo(policy.maxRetries());
                assertThat(after.visibleAt()).isBefore(endOfLife);
                assertWait(Duration.between(now, after.visibleAt()), failed);
                waiting = after;
            }
            return next;
        }

        private void assertWait(Duration wait, boolean failed) {
            Duration shortest = failed ? Duration.ofSeconds(policy.minBackoffSeconds()) : Duration.ofSeconds(1);
            Duration longest = failed ? Duration.ofSeconds(policy.maxBackoffSeconds()) : Duration.ofMinutes(5);
            assertThat(wait).isBetween(shortest, longest.multipliedBy(11).dividedBy(10));
        }

        private void assertEnd(InvocationState end) {
            switch (end) {
                case Succeeded(int attempts) -> assertThat(attempts).isEqualTo(attempt);
                case DeadLettered dead -> {
                    assertThat(dead.attempts()).isEqualTo(attempt);
                    assertThat(dead.reason() == DeadLetterReason.RETRIES_EXHAUSTED)
                            .isEqualTo(failures == policy.maxRetries() + 1);
                    assertThat(dead.reason() == DeadLetterReason.LEASE_LOST_REPEATEDLY)
                            .isEqualTo(lostLeases == Budget.MAX_LOST_LEASES);
                }
                case Expired expired -> assertThat(expired.attempts()).isEqualTo(attempt);
                case Cancelled _, Waiting _, Running _ -> throw new AssertionError("not an end of its own: " + end);
            }
            assertThat(failures).isLessThanOrEqualTo(policy.maxRetries() + 1);
            assertThat(lostLeases).isLessThanOrEqualTo(Budget.MAX_LOST_LEASES);
        }
    }
}
