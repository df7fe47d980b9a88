// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.trigger.MessageAttribute;
import io.glowplug.trigger.MessageDraft;
import io.glowplug.trigger.QueueDefinition;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message that its queue can take, about to be stored.
 *
 * @param attributes as JSON, or null for none
 * @param deduplicationId of FIFO queues only, the body's hash where the producer left it out
 */
record NewMessage(
        QueueDefinition queue,
        UUID id,
        MessageDraft draft,
        @Nullable String attributes,
        @Nullable String deduplicationId,
        int bytes,
        @Nullable String sender) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, MessageAttribute>> ATTRIBUTES = new TypeReference<>() {};

    /** Refuses what the queue cannot take. */
    static NewMessage of(QueueDefinition queue, MessageDraft draft, @Nullable String sender) {
        draft.checkFor(queue);
        String deduplicationId = draft.deduplicationId();
        if (queue.fifo() && deduplicationId == null) {
            deduplicationId = MessageDigests.sha256(draft.body());
        }
        return new NewMessage(
                queue,
                UUID.randomUUID(),
                draft,
                draft.attributes().isEmpty() ? null : JSON.writeValueAsString(draft.attributes()),
                deduplicationId,
                draft.bytes(),
                sender);
    }

    static Map<String, MessageAttribute> attributes(@Nullable String json) {
        return json == null ? Map.of() : JSON.readValue(json, ATTRIBUTES);
    }

    UUID queueId() {
        return queue.id();
    }

    /** The message group; FIFO queues only. */
    String group() {
        return String.valueOf(draft.groupId());
    }

    /** Within what the deduplication id is unique; FIFO queues only. */
    String scope() {
        return switch (queue.settings().deduplicationScope()) {
            case QUEUE -> "";
            case MESSAGE_GROUP -> group();
        };
    }
}
