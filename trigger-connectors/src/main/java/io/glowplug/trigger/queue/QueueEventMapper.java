// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import io.glowplug.trigger.MessageAttribute;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueMessage;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Messages as SQS hands them to functions. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 *
 * <p>The receipt handle is empty: the message is no longer in the queue, and nothing has to be deleted.
 */
final class QueueEventMapper {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String PLATFORM = "glowplug";

    private final String arn;
    private final String region;

    QueueEventMapper(QueueDefinition queue, QueueConnectorProperties properties) {
        this.region = properties.region();
        this.arn = "arn:aws:sqs:" + properties.region() + ":" + properties.account() + ":" + queue.name();
    }

    byte[] record(QueueMessage message, Instant takenAt) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.body().length() + 768);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("messageId", message.messageId().toString());
            json.writeStringProperty("receiptHandle", "");
            json.writeStringProperty("body", message.body());
            writeAttributes(json, message, takenAt);
            json.writeObjectPropertyStart("messageAttributes");
            message.attributes().forEach((name, attribute) -> writeAttribute(json, name, attribute));
            json.writeEndObject();
            if (message.md5OfAttributes() != null) {
                json.writeStringProperty("md5OfMessageAttributes", message.md5OfAttributes());
            }
            json.writeStringProperty("md5OfBody", message.md5OfBody());
            json.writeStringProperty("eventSource", "aws:sqs");
            json.writeStringProperty("eventSourceARN", arn);
            json.writeStringProperty("awsRegion", region);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeAttributes(JsonGenerator json, QueueMessage message, Instant takenAt) {
        json.writeObjectPropertyStart("attributes");
        json.writeStringProperty("ApproximateReceiveCount", Integer.toString(message.receiveCount() + 1));
        json.writeStringProperty("SentTimestamp", millis(message.sentAt()));
        json.writeStringProperty("SenderId", message.sender() == null ? PLATFORM : message.sender());
        Instant first = message.firstReceivedAt();
        json.writeStringProperty("ApproximateFirstReceiveTimestamp", millis(first == null ? takenAt : first));
        if (message.groupId() != null) {
            json.writeStringProperty("SequenceNumber", sequenceNumber(message.sequenceNumber()));
            json.writeStringProperty("MessageGroupId", message.groupId());
            json.writeStringProperty("MessageDeduplicationId", String.valueOf(message.deduplicationId()));
        }
        json.writeEndObject();
    }

    private static void writeAttribute(JsonGenerator json, String name, MessageAttribute attribute) {
        json.writeObjectPropertyStart(name);
        writeOptional(json, "stringValue", attribute.stringValue());
        writeOptional(json, "binaryValue", attribute.binaryValue());
        json.writeArrayPropertyStart("stringListValues");
        json.writeEndArray();
        json.writeArrayPropertyStart("binaryListValues");
        json.writeEndArray();
        json.writeStringProperty("dataType", attribute.dataType());
        json.writeEndObject();
    }

    private static void writeOptional(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    /** Twenty digits, so that they can be compared as texts too. */
    private static String sequenceNumber(long number) {
        return String.format("%020d", number);
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }
}
