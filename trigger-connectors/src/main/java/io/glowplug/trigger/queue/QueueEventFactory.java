// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.RecordLayout;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueMessage;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceContext.Taken;
import io.glowplug.trigger.queue.store.MessageRow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Makes events of messages that were taken: judges them by the trigger's filter and puts them together in batches. */
final class QueueEventFactory {

    private static final byte[] OPENING = "{\"Records\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CLOSING = "]}".getBytes(StandardCharsets.UTF_8);
    private static final int ENVELOPE = OPENING.length + CLOSING.length;

    private final SourceContext context;
    private final QueueConnectorProperties properties;
    private final boolean filters;

    QueueEventFactory(SourceContext context, QueueConnectorProperties properties) {
        this.context = context;
        this.properties = properties;
        this.filters = context.trigger().filter() != null;
    }

    /** A message and the record that the function gets of it. */
    private record Ready(MessageRow message, Payload json) {}

    /**
     * Makes events of them.
     *
     * @param messages in order; those of one message group next to each other
     */
    Taken events(QueueDefinition queue, List<MessageRow> messages, Instant now) {
        QueueEventMapper mapper = new QueueEventMapper(queue, properties);
        List<TriggerEvent> events = new ArrayList<>();
        List<RejectedEvent> rejected = new ArrayList<>();
        List<Ready> batch = new ArrayList<>();
        long filtered = 0;
        int bytes = ENVELOPE;
        BatchSettings limits = context.trigger().batch();
        for (MessageRow row : messages) {
            QueueMessage message = row.toMessage(false, null);
            byte[] json = mapper.record(message, now);
            if (filters && !context.passesFilter(FilterDocument.of(json))) {
                filtered++;
                continue;
            }
            if (ENVELOPE + json.length > Payload.MAX_SYNC_BYTES) {
                rejected.add(rejected(queue, new Ready(row, Payload.wrap(json))));
                continue;
            }
            if (!batch.isEmpty()
                    && (batch.size() == limits.size()
                            || bytes + 1 + json.length > limits.maxBytes()
                            || !Objects.equals(batch.getFirst().message().groupId(), row.groupId()))) {
                events.add(event(queue, batch));
                batch.clear();
                bytes = ENVELOPE;
            }
            batch.add(new Ready(row, Payload.wrap(json)));
            bytes += json.length + 1;
        }
        if (!batch.isEmpty()) {
            events.add(event(queue, batch));
        }
        return new Taken(events, rejected, Map.of(), filtered);
    }

    private static TriggerEvent event(QueueDefinition queue, List<Ready> batch) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream(ENVELOPE
                + batch.stream().mapToInt(ready -> ready.json().size() + 1).sum());
        payload.writeBytes(OPENING);
        for (int i = 0; i < batch.size(); i++) {
            if (i > 0) {
                payload.write(',');
            }
            payload.writeBytes(batch.get(i).json().bytes());
        }
        payload.writeBytes(CLOSING);
        MessageRow first = batch.getFirst().message();
        Map<String, String> attributes = new TreeMap<>(Map.of(
                "queue",
                queue.name(),
                "messageId",
                first.messageId().toString(),
                "lastMessageId",
                batch.getLast().message().messageId().toString(),
                "records",
                Integer.toString(batch.size())));
        if (first.groupId() != null) {
            attributes.put("messageGroupId", first.groupId());
        }
        return new TriggerEvent(
                null,
                first.groupId(),
                "queue:" + queue.name(),
                first.sentAt(),
                Payload.wrap(payload.toByteArray()),
                attributes,
                new RecordLayout(List.of("Records"), List.of("messageId"), null, queue.fifo()));
    }

    private static RejectedEvent rejected(QueueDefinition queue, Ready message) {
        return new RejectedEvent(
                new TriggerEvent(
                        null,
                        null,
                        "queue:" + queue.name(),
                        message.message().sentAt(),
                        message.json(),
                        Map.of(
                                "queue",
                                queue.name(),
                                "messageId",
                                message.message().messageId().toString())),
                "Queue.MessageTooLarge",
                "its event alone would have " + (ENVELOPE + message.json().size()) + " bytes, more than "
                        + Payload.MAX_SYNC_BYTES);
    }
}
