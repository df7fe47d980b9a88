// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message in a queue.
 *
 * @param sequenceNumber rises within a message group in the order of sending
 * @param receiptHandle what deletes it or changes its visibility, until it is received again; null where it was only
 *     looked at
 * @param md5OfAttributes null if it has none
 * @param sender who sent it, or null if the platform did
 * @param visibleAt from when on it can be received
 * @param receiveCount how often it was received, this time included
 * @param deadLetterSource the name of the queue that gave it up, or null
 */
public record QueueMessage(
        UUID messageId,
        long sequenceNumber,
        @Nullable String receiptHandle,
        String body,
        Map<String, MessageAttribute> attributes,
        String md5OfBody,
        @Nullable String md5OfAttributes,
        @Nullable String groupId,
        @Nullable String deduplicationId,
        @Nullable String sender,
        Instant sentAt,
        Instant visibleAt,
        int receiveCount,
        @Nullable Instant firstReceivedAt,
        @Nullable Instant receivedAt,
        @Nullable String deadLetterSource) {}
