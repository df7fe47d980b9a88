// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.trigger.QueueDefinition;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The two kinds of queues and their statements. */
@Component
final class QueueAccess {

    private final QueueDirectory directory;
    private final StandardMessages standard;
    private final FifoMessages fifo;
    private final MessageGroups groups;

    QueueAccess(QueueDirectory directory, StandardMessages standard, FifoMessages fifo, MessageGroups groups) {
        this.directory = directory;
        this.standard = standard;
        this.fifo = fifo;
        this.groups = groups;
    }

    QueueDefinition get(String name) {
        return directory.get(name);
    }

    StandardMessages standard() {
        return standard;
    }

    FifoMessages fifo() {
        return fifo;
    }

    /** When something hidden becomes visible next, or null if nothing is hidden. */
    @Nullable
    Instant next(QueueDefinition queue, Instant now) {
        return queue.fifo() ? groups.next(queue.id(), now) : standard.next(queue.id(), now);
    }

    /** What could be received now: messages, or in a FIFO queue message groups. */
    Waiting waiting(QueueDefinition queue, int most, Set<String> exceptGroups, Instant now) {
        return queue.fifo() ? groups.due(queue.id(), most, exceptGroups, now) : standard.waiting(queue, most, now);
    }
}
