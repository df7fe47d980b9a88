// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.delivery.DeliveryState.Delivered;
import io.glowplug.dispatch.delivery.DeliveryState.Failed;
import io.glowplug.dispatch.delivery.DeliveryState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The one place that decides what follows from a try of a delivery. Pure: it reads no clock, row or setting. */
final class DeliveryTransitions {

    /** Deliveries that failed together must not come back together: up to so much of a wait is added by chance. */
    private static final double JITTER = 0.25;

    private static final int MAX_DOUBLINGS = 20;

    private DeliveryTransitions() {}

    /** Returns the end of a delivery that must not be tried any more, though a node has just leased it. */
    static Optional<DeliveryState> endBeforeTry(LeasedDelivery delivery, Instant now) {
        DeliveryPolicy policy = delivery.destination().policy();
        if (delivery.failures() > policy.maxRetries()) {
            return Optional.of(new Failed("Its nodes died during every try."));
        }
        return now.isBefore(endOfLife(delivery)) ? Optional.empty() : Optional.of(tooOld());
    }

    static DeliveryState after(LeasedDelivery delivery, DeliveryOutcome outcome, Instant now) {
        return switch (outcome) {
            case DeliveryOutcome.Delivered _, DeliveryOutcome.DeliveredWithin _ -> new Delivered();
            case DeliveryOutcome.Refused refused -> new Failed(refused.errorMessage());
            case DeliveryOutcome.Failed failed -> afterFailure(delivery, failed, now);
        };
    }

    private static DeliveryState afterFailure(LeasedDelivery delivery, DeliveryOutcome.Failed failed, Instant now) {
        DeliveryPolicy policy = delivery.destination().policy();
        int failures = delivery.failures() + 1;
        if (failures > policy.maxRetries()) {
            return new Failed(failed.errorMessage());
        }
        Duration wait = longer(backOff(policy, failures, delivery.id()), failed.notBefore());
        Instant due = now.plus(wait);
        return due.isBefore(endOfLife(delivery)) ? new Waiting(due, failures) : new Failed(failed.errorMessage());
    }

    private static Duration backOff(DeliveryPolicy policy, int failures, UUID id) {
        long doubled = (long) policy.minBackoffSeconds() << Math.min(failures - 1, MAX_DOUBLINGS);
        Duration wait = Duration.ofSeconds(Math.min(doubled, policy.maxBackoffSeconds()));
        double chance = new SplittableRandom(id.getLeastSignificantBits() + failures).nextDouble();
        return wait.plusNanos((long) (wait.toNanos() * JITTER * chance));
    }

    private static Duration longer(Duration wait, @Nullable Duration notBefore) {
        return notBefore == null || wait.compareTo(notBefore) > 0 ? wait : notBefore;
    }

    private static Failed tooOld() {
        return new Failed("Its maximum age passed before it was delivered.");
    }

    private static Instant endOfLife(LeasedDelivery delivery) {
        return delivery.since().plusSeconds(delivery.destination().policy().maxAgeSeconds());
    }
}
