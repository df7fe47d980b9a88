// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What producers and consumers do with a queue, whatever protocol they speak. A queue that does not exist is refused
 * with {@link io.glowplug.registry.Refusal#NOT_FOUND}.
 */
public interface QueueMessages {

    /** Most messages, receipt handles or changes in one request from outside, and most bytes of messages together. */
    int MAX_BATCH = 10;

    int MAX_BATCH_BYTES = QueueSettings.MAX_MESSAGE_BYTES;

    /**
     * Sends messages and returns, in their order, what became of each. Those that are {@link SendResult.Sent} are
     * committed. When it throws, it is unknown whether they were; with a deduplication id they can be sent again.
     *
     * @param sender who sends, or null for the platform
     */
    List<SendResult> send(String queue, List<MessageDraft> messages, @Nullable String sender);

    /**
     * Receives messages, and waits for a first one if asked to. What is received is hidden until its visibility timeout
     * ends; a message that was received too often goes to the dead-letter queue instead. In a FIFO queue a message group
     * of which messages are in flight is left alone, and others come in order.
     */
    List<QueueMessage> receive(String queue, ReceiveOrder order);

    /** Deletes received messages. */
    List<ReceiptResult> delete(String queue, List<String> receiptHandles);

    /** Hides messages in flight for so long from now on, at most twelve hours after they were received. */
    List<ReceiptResult> changeVisibility(String queue, List<VisibilityChange> changes);

    /**
     * Lists messages without receiving them, in the order of their numbers.
     *
     * @param state only those that are {@code visible}, {@code in-flight} or {@code delayed}; null for all
     */
    Page<QueueMessage> look(String queue, @Nullable String state, PageRequest page);

    /** How long a received message is to be hidden, 0 to 43,200 seconds from now. */
    record VisibilityChange(String receiptHandle, int timeoutSeconds) {}
}
