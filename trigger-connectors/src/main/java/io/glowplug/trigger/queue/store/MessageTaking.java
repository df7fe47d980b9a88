// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.queue.store.FifoMessages.Portion;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** For readers within the platform that take messages away in a transaction of their own, instead of receiving them. */
@Component
public class MessageTaking {

    private final QueueDatabase database;
    private final QueueAccess queues;

    MessageTaking(QueueDatabase database, QueueAccess queues) {
        this.database = database;
        this.queues = queues;
    }

    /** The name under which news of a queue is told. */
    public static String topic(QueueDefinition queue) {
        return LongPolls.topic(queue.id());
    }

    /** What could be taken now, counted up to a bound: messages, or in a FIFO queue message groups. */
    public Waiting waiting(QueueDefinition queue, int most, Set<String> exceptGroups, Instant now) {
        return queues.waiting(queue, most, exceptGroups, now);
    }

    /** When something hidden becomes visible next, or null if nothing is hidden. */
    public @Nullable Instant next(QueueDefinition queue, Instant now) {
        return queues.next(queue, now);
    }

    /**
     * Removes messages of a standard queue, in the caller's transaction. Those that plain receivers have received too
     * often go to the dead-letter queue instead.
     */
    public List<MessageRow> takeStandard(QueueDefinition queue, int most, long mostBytes, Instant now) {
        database.requireTransaction();
        return queues.standard().take(queue, most, mostBytes, now);
    }

    /** The same for a FIFO queue: what stands in front of message groups, group by group and in order. */
    public List<MessageRow> takeFifo(
            QueueDefinition queue,
            int mostGroups,
            int mostOfEach,
            long mostBytes,
            Set<String> exceptGroups,
            Instant now) {
        database.requireTransaction();
        return queues.fifo().take(queue, new Portion(mostGroups, mostOfEach, mostBytes), exceptGroups, now);
    }
}
