// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.Lineage;
import io.glowplug.dispatch.OutgoingDelivery;
import io.glowplug.dispatch.delivery.LeasedDelivery.Target;
import io.glowplug.dispatch.delivery.wire.Outcome;
import io.glowplug.dispatch.delivery.wire.OutcomeEventMapper;
import io.glowplug.dispatch.destination.DestinationSecrets;
import io.glowplug.dispatch.destination.DestinationTypes;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.UnreadableSecretException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one try and says what follows from it. Blocks until then. */
public final class DeliveryRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryRunner.class);

    private final DestinationTypes types;
    private final DestinationSecrets secrets;
    private final OutcomeEventMapper mapper;
    private final InstantSource clock;

    public DeliveryRunner(
            DestinationTypes types, DestinationSecrets secrets, OutcomeEventMapper mapper, InstantSource clock) {
        this.types = types;
        this.secrets = secrets;
        this.mapper = mapper;
        this.clock = clock;
    }

    DeliverySettlement run(LeasedDelivery delivery) {
        Instant startedAt = clock.instant();
        Optional<DeliveryState> end = DeliveryTransitions.endBeforeTry(delivery, startedAt);
        if (end.isPresent()) {
            return new DeliverySettlement(delivery, end.get(), null, startedAt, startedAt);
        }
        DeliveryOutcome outcome = deliver(delivery);
        Instant endedAt = clock.instant();
        return new DeliverySettlement(
                delivery, DeliveryTransitions.after(delivery, outcome, endedAt), outcome, startedAt, endedAt);
    }

    private DeliveryOutcome deliver(LeasedDelivery delivery) {
        Target destination = delivery.destination();
        try {
            return types.read(destination.type(), destination.settings()).deliver(outgoing(delivery));
        } catch (UnreadableSecretException lost) {
            return new DeliveryOutcome.Failed(
                    "Destination.Secret",
                    "The destination's secret was encrypted with a master key that this node does not have.");
        } catch (RefusedException notOfThisNode) {
            return new DeliveryOutcome.Failed("Destination.Settings", String.valueOf(notOfThisNode.getMessage()));
        } catch (RuntimeException fault) {
            LOG.error("The destination {} threw instead of saying what became of it", destination.words(), fault);
            return new DeliveryOutcome.Failed(
                    "Destination.Fault",
                    "The platform failed: " + fault.getClass().getSimpleName());
        }
    }

    private OutgoingDelivery outgoing(LeasedDelivery delivery) {
        Outcome outcome = delivery.outcome();
        Target destination = delivery.destination();
        return new OutgoingDelivery(
                outcome.invocationId(),
                outcome.eventId(),
                outcome.functionName(),
                delivery.triggerId(),
                outcome.condition(),
                Lineage.hops(delivery.hops()) + 1,
                delivery.traceId(),
                outcome.at(),
                mapper.document(outcome),
                secrets.open(destination.id(), destination.secret()));
    }
}
