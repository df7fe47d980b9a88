// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.queues;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.trigger.MessageAttribute;
import io.glowplug.trigger.QueueMessage;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message as a consumer reads it. What does not apply is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessageAnswer(
        UUID messageId,
        @Nullable String receiptHandle,
        String body,
        Map<String, AttributeAnswer> attributes,
        String md5OfBody,
        @Nullable String md5OfAttributes,
        @Nullable String groupId,
        @Nullable String deduplicationId,
        @Nullable String sequenceNumber,
        @Nullable String sender,
        Instant sentAt,
        Instant visibleAt,
        int receiveCount,
        @Nullable Instant firstReceivedAt,
        @Nullable String deadLetterSource) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttributeAnswer(
            String dataType,
            @Nullable String stringValue,
            @Nullable String binaryValue) {

        static AttributeAnswer of(MessageAttribute attribute) {
            return new AttributeAnswer(attribute.dataType(), attribute.stringValue(), attribute.binaryValue());
        }
    }

    static MessageAnswer of(QueueMessage message) {
        Map<String, AttributeAnswer> attributes = new TreeMap<>();
        message.attributes().forEach((name, attribute) -> attributes.put(name, AttributeAnswer.of(attribute)));
        return new MessageAnswer(
                message.messageId(),
                message.receiptHandle(),
                message.body(),
                attributes,
                message.md5OfBody(),
                message.md5OfAttributes(),
                message.groupId(),
                message.deduplicationId(),
                message.groupId() == null ? null : Long.toString(message.sequenceNumber()),
                message.sender(),
                message.sentAt(),
                message.visibleAt(),
                message.receiveCount(),
                message.firstReceivedAt(),
                message.deadLetterSource());
    }
}
