// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.trigger.MessageDraft;
import io.glowplug.trigger.QueueMessage;
import io.glowplug.trigger.QueueMessages;
import io.glowplug.trigger.ReceiptResult;
import io.glowplug.trigger.ReceiveOrder;
import io.glowplug.trigger.SendResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The door to the messages of queues. */
@Component
class StoredQueueMessages implements QueueMessages {

    private final QueueDirectory directory;
    private final Sending sending;
    private final Receiving receiving;
    private final Receipts receipts;
    private final LookingInside looking;

    StoredQueueMessages(
            QueueDirectory directory, Sending sending, Receiving receiving, Receipts receipts, LookingInside looking) {
        this.directory = directory;
        this.sending = sending;
        this.receiving = receiving;
        this.receipts = receipts;
        this.looking = looking;
    }

    @Override
    public List<SendResult> send(String queue, List<MessageDraft> messages, @Nullable String sender) {
        return sending.send(directory.get(queue), messages, sender);
    }

    @Override
    public List<QueueMessage> receive(String queue, ReceiveOrder order) {
        return receiving.receive(directory.get(queue), order);
    }

    @Override
    public List<ReceiptResult> delete(String queue, List<String> receiptHandles) {
        return receipts.delete(directory.get(queue), receiptHandles);
    }

    @Override
    public List<ReceiptResult> changeVisibility(String queue, List<VisibilityChange> changes) {
        return receipts.changeVisibility(directory.get(queue), changes);
    }

    @Override
    public Page<QueueMessage> look(String queue, @Nullable String state, PageRequest page) {
        return looking.look(directory.get(queue), state, page);
    }
}
