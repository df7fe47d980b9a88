// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.dispatch.delivery.DeliveryState.Delivered;
import io.glowplug.dispatch.delivery.DeliveryState.Failed;
import io.glowplug.dispatch.delivery.DeliveryState.Waiting;
import io.glowplug.dispatch.delivery.wire.Outcome;
import io.glowplug.dispatch.delivery.wire.Outcome.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeliveryTransitionsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final DeliveryPolicy POLICY = new DeliveryPolicy(4, 10, 60, 1_000);
    private static final DeliveryOutcome NO = new DeliveryOutcome.Failed("Http.Status", "500");

    private static LeasedDelivery delivery(int failures, Duration age) {
        Outcome outcome = new Outcome(
                new UUID(1, failures),
                new UUID(1, 2),
                "resize",
                null,
                OutcomeCondition.SUCCESS,
                "succeeded",
                1,
                "$LATEST",
                null,
                null,
                new Content(null, null),
                new Content(null, null),
                NOW);
        var target = new LeasedDelivery.Target(new UUID(0, 1), "http", "{}", "there", null, POLICY);
        return new LeasedDelivery(outcome, null, 1, failures, NOW.minus(age), null, null, target);
    }

    @Test
    void waitsTwiceAsLongEachTimeUpToALimitAndALittleMoreByChance() {
        Map<Integer, Integer> waits = Map.of(0, 10, 1, 20, 2, 40, 3, 60);
        waits.forEach((failures, seconds) -> {
            Waiting waiting = (Waiting) DeliveryTransitions.after(delivery(failures, ofSeconds(0)), NO, NOW);

            assertThat(Duration.between(NOW, waiting.visibleAt()))
                    .isBetween(
                            ofSeconds(seconds),
                            ofSeconds(seconds).multipliedBy(5).dividedBy(4));
            assertThat(waiting.failures()).isEqualTo(failures + 1);
        });
    }

    @Test
    void theBudgetTheAgeAndARefusalEndIt() {
        assertThat(DeliveryTransitions.after(delivery(4, ofSeconds(0)), NO, NOW))
                .isEqualTo(new Failed("500"));
        assertThat(DeliveryTransitions.after(delivery(0, ofSeconds(995)), NO, NOW))
                .isEqualTo(new Failed("500"));
        assertThat(DeliveryTransitions.after(
                        delivery(0, ofSeconds(0)), new DeliveryOutcome.Refused("Http.Gone", "410"), NOW))
                .isEqualTo(new Failed("410"));
        assertThat(DeliveryTransitions.endBeforeTry(delivery(5, ofSeconds(0)), NOW))
                .containsInstanceOf(Failed.class);
        assertThat(DeliveryTransitions.endBeforeTry(delivery(0, ofSeconds(1_001)), NOW))
                .containsInstanceOf(Failed.class);
        assertThat(DeliveryTransitions.endBeforeTry(delivery(4, ofSeconds(999)), NOW))
                .isEmpty();
    }

    @Test
    void aReceiverMayAskForALongerWaitAndNotForAShorterOne() {
        assertThat(DeliveryTransitions.after(
                        delivery(0, ofSeconds(0)),
                        new DeliveryOutcome.Failed("Http.Status", "429", null, ofSeconds(301)),
                        NOW))
                .isEqualTo(new Waiting(NOW.plusSeconds(301), 1));
        Waiting soon = (Waiting) DeliveryTransitions.after(
                delivery(0, ofSeconds(0)), new DeliveryOutcome.Failed("Http.Status", "429", null, ofSeconds(1)), NOW);
        assertThat(soon.visibleAt()).isAfterOrEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void whatIsDeliveredIsDelivered() {
        assertThat(DeliveryTransitions.after(
                        delivery(4, ofSeconds(2_001)), DeliveryOutcome.Delivered.WITHOUT_REPLY, NOW))
                .isEqualTo(new Delivered());
    }
}
