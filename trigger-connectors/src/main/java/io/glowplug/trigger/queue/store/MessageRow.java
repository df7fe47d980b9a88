// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.trigger.QueueMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of queue_message.
 *
 * @param attributes as JSON, or null
 * @param receipt the number of its last receiving, or null if it was never received
 */
public record MessageRow(
        UUID queueId,
        long sequence,
        UUID messageId,
        @Nullable String groupId,
        @Nullable String deduplicationId,
        String body,
        @Nullable String attributes,
        int bytes,
        @Nullable String sender,
        Instant sentAt,
        Instant visibleAt,
        int receiveCount,
        @Nullable Instant firstReceivedAt,
        @Nullable Instant receivedAt,
        @Nullable Long receipt,
        @Nullable UUID deadLetterSource) {

    static final String COLUMNS = """
            m.queue_id, m.sequence, m.message_id, m.group_id, m.deduplication_id, m.body, m.attributes, m.bytes, m.sender,
            m.sent_at, m.visible_at, m.receive_count, m.first_received_at, m.received_at, m.receipt,
            m.dead_letter_source
            """;

    /** The same, where nobody is going to read the contents. */
    static final String COLUMNS_WITHOUT_CONTENT =
            COLUMNS.replace("m.body", "'' as body").replace("m.attributes", "null::text as attributes");

    static MessageRow of(ResultSet row, int number) throws SQLException {
        long receipt = row.getLong("receipt");
        Long present = row.wasNull() ? null : receipt;
        return new MessageRow(
                row.getObject("queue_id", UUID.class),
                row.getLong("sequence"),
                row.getObject("message_id", UUID.class),
                row.getString("group_id"),
                row.getString("deduplication_id"),
                row.getString("body"),
                row.getString("attributes"),
                row.getInt("bytes"),
                row.getString("sender"),
                row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                row.getObject("visible_at", OffsetDateTime.class).toInstant(),
                row.getInt("receive_count"),
                instant(row, "first_received_at"),
                instant(row, "received_at"),
                present,
                row.getObject("dead_letter_source", UUID.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /**
     * The message as the outside sees it.
     *
     * @param withReceipt whether whoever asks has just received it
     * @param deadLetterSource the name of the queue that gave it up, or null
     */
    public QueueMessage toMessage(boolean withReceipt, @Nullable String deadLetterSource) {
        var facts = NewMessage.attributes(attributes);
        return new QueueMessage(
                messageId,
                sequence,
                withReceipt && receipt != null ? new Receipt(queueId, sequence, receipt).handle() : null,
                body,
                facts,
                MessageDigests.md5(body),
                MessageDigests.md5(facts),
                groupId,
                deduplicationId,
                sender,
                sentAt,
                visibleAt,
                receiveCount,
                firstReceivedAt,
                receivedAt,
                deadLetterSource);
    }
}
