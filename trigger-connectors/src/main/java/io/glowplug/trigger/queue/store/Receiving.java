// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueMessage;
import io.glowplug.trigger.QueueSettings;
import io.glowplug.trigger.ReceiveOrder;
import io.glowplug.trigger.queue.store.LongPolls.Look;
import io.glowplug.trigger.queue.store.StandardMessages.Received;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Hands messages out, for a time. */
@Component
final class Receiving {

    private final QueueDatabase database;
    private final QueueAccess queues;
    private final QueueRows rows;
    private final LongPolls polls;
    private final InstantSource clock;
    private final QueueCounters counters;

    Receiving(
            QueueDatabase database,
            QueueAccess queues,
            QueueRows rows,
            LongPolls polls,
            InstantSource clock,
            QueueCounters counters) {
        this.database = database;
        this.queues = queues;
        this.rows = rows;
        this.polls = polls;
        this.clock = clock;
        this.counters = counters;
    }

    List<QueueMessage> receive(QueueDefinition queue, ReceiveOrder order) {
        QueueSettings settings = queue.settings();
        Duration hidden = Duration.ofSeconds(
                Objects.requireNonNullElse(order.visibilityTimeoutSeconds(), settings.visibilityTimeoutSeconds()));
        Duration patience =
                Duration.ofSeconds(Objects.requireNonNullElse(order.waitSeconds(), settings.receiveWaitSeconds()));
        List<MessageRow> received = receive(queue, order.maxMessages(), hidden);
        if (received.isEmpty() && patience.isPositive()) {
            Look<List<MessageRow>> look = new QueueLook(queue.name(), order.maxMessages(), hidden);
            received = polls.await(queue.id(), patience, look, List::of);
        }
        counters.received(queue, received.size());
        return messages(received);
    }

    /** Behind messages that are only to be given up there may be others. */
    private List<MessageRow> receive(QueueDefinition queue, int most, Duration hidden) {
        Received received;
        do {
            Instant now = clock.instant();
            received = queue.fifo()
                    ? database.inOne(() -> queues.fifo().receive(queue, most, hidden, now))
                    : database.inStatement(() -> queues.standard().receive(queue, most, hidden, now));
            counters.givenUp(queue, received.givenUp());
        } while (received.messages().isEmpty() && received.more());
        return received.messages();
    }

    private List<QueueMessage> messages(List<MessageRow> received) {
        Set<UUID> sources = received.stream()
                .map(MessageRow::deadLetterSource)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<UUID, String> names = rows.names(sources);
        return received.stream()
                .map(row -> row.toMessage(true, names.get(row.deadLetterSource())))
                .toList();
    }

    /** Looks at the queue as it is now, each time. */
    private final class QueueLook implements Look<List<MessageRow>> {
        private final String name;
        private final int most;
        private final Duration hidden;

        private QueueLook(String name, int most, Duration hidden) {
            this.name = name;
            this.most = most;
            this.hidden = hidden;
        }

        @Override
        public @Nullable List<MessageRow> find() {
            List<MessageRow> found = receive(queues.get(name), most, hidden);
            return found.isEmpty() ? null : found;
        }

        @Override
        public @Nullable Duration untilNext() {
            Instant now = clock.instant();
            Instant next = queues.next(queues.get(name), now);
            return next == null ? null : Duration.between(now, next);
        }
    }
}
