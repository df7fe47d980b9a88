// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.queues;

import io.glowplug.app.request.Fields;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.MessageAttribute;
import io.glowplug.trigger.MessageDraft;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message as a producer writes it.
 *
 * @param id names the entry in a batch, 1 to 80 letters, digits, hyphens and underscores
 * @param body text of at least one character
 * @param delaySeconds how long it is hidden at first, 0 to 900; the queue's by default; standard queues only
 * @param attributes facts beside the body, at most ten
 * @param groupId the message group; FIFO queues only, which need it
 * @param deduplicationId messages with the same one within five minutes are one; FIFO queues only
 */
record MessageRequest(
        @Nullable String id,
        @Nullable String body,
        @Nullable Integer delaySeconds,
        @Nullable Map<String, @Nullable AttributeFields> attributes,
        @Nullable String groupId,
        @Nullable String deduplicationId) {

    /**
     * An attribute.
     *
     * @param dataType {@code String}, {@code Number} or {@code Binary}, with a label behind a dot if wanted
     * @param stringValue for String and Number
     * @param binaryValue for Binary, in base64
     */
    record AttributeFields(
            @Nullable String dataType,
            @Nullable String stringValue,
            @Nullable String binaryValue) {}

    MessageDraft toDraft() {
        Map<String, MessageAttribute> facts = new TreeMap<>();
        if (attributes != null) {
            attributes.forEach((name, fields) -> facts.put(name, attribute(name, fields)));
        }
        return new MessageDraft(Fields.required("body", body), delaySeconds, facts, groupId, deduplicationId);
    }

    private static MessageAttribute attribute(String name, @Nullable AttributeFields fields) {
        String field = "attributes." + name;
        if (fields == null) {
            throw RefusedException.invalid(field, "must be an object");
        }
        String type = Fields.required(field + ".dataType", fields.dataType());
        return Fields.within(field, () -> new MessageAttribute(type, fields.stringValue(), fields.binaryValue()));
    }
}
