// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DestinationType;
import io.glowplug.dispatch.Lineage;
import io.glowplug.dispatch.OutgoingDelivery;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.MessageAttribute;
import io.glowplug.trigger.MessageDraft;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.queue.store.QueueDirectory;
import io.glowplug.trigger.queue.store.Sending;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Writes outcomes into built-in queues. A message is stored in the transaction that ends its delivery, so there is exactly
 * one, whatever crashes.
 */
@Component
public class QueueDestination implements DestinationType<QueueDestinationSettings> {

    private final QueueDirectory queues;
    private final Sending sending;

    QueueDestination(QueueDirectory queues, Sending sending) {
        this.queues = queues;
        this.sending = sending;
    }

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public Class<QueueDestinationSettings> settingsType() {
        return QueueDestinationSettings.class;
    }

    @Override
    public void validate(QueueDestinationSettings settings) {
        QueueDefinition queue = queues.find(settings.queue())
                .orElseThrow(
                        () -> RefusedException.invalid("queue", "must exist, and " + settings.queue() + " does not"));
        String groupId = settings.groupId();
        if (queue.fifo() && groupId == null) {
            throw RefusedException.invalid("groupId", "is needed: " + queue.name() + " is a FIFO queue");
        }
        new MessageDraft("{}", null, Map.of(), groupId, queue.fifo() ? "outcome" : null).checkFor(queue);
    }

    @Override
    public DeliveryOutcome deliver(OutgoingDelivery delivery, QueueDestinationSettings settings) {
        Optional<QueueDefinition> found = queues.find(settings.queue());
        if (found.isEmpty()) {
            return new DeliveryOutcome.Refused("Queue.NotFound", "There is no queue " + settings.queue() + ".");
        }
        QueueDefinition queue = found.get();
        MessageDraft draft;
        try {
            draft = message(delivery, queue, settings.groupId());
            draft.checkFor(queue);
        } catch (RefusedException refused) {
            return new DeliveryOutcome.Refused("Queue.MessageRefused", String.valueOf(refused.getMessage()));
        }
        return new DeliveryOutcome.DeliveredWithin(() -> store(queue, draft), null, () -> sending.tell(queue));
    }

    private void store(QueueDefinition queue, MessageDraft draft) {
        if (!sending.storeWithin(queue, draft)) {
            // The delivery is tried again, and finds out before it gets here.
            throw new DataIntegrityViolationException("the queue " + queue.name() + " has just been removed");
        }
    }

    private static MessageDraft message(OutgoingDelivery delivery, QueueDefinition queue, @Nullable String groupId) {
        Map<String, MessageAttribute> attributes = new TreeMap<>();
        Lineage.of(delivery).forEach((name, value) -> attributes.put(name, text(value)));
        if (delivery.traceId() != null) {
            attributes.put("traceId", text(delivery.traceId()));
        }
        return new MessageDraft(
                new String(delivery.document().bytes(), StandardCharsets.UTF_8),
                null,
                attributes,
                groupId,
                queue.fifo() ? delivery.id().toString() : null);
    }

    private static MessageAttribute text(String value) {
        return new MessageAttribute("String", value, null);
    }
}
