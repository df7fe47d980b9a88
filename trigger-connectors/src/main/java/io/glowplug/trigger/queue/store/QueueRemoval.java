// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.TriggerDefinition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes away what is not wanted any more, in portions, so that nobody waits long for a row. */
@Component
class QueueRemoval {

    private static final int PORTION = 5_000;

    private static final String PURGE = """
            delete from queue_message m
            where m.queue_id = :queue and m.sequence in (
                select sequence from queue_message where queue_id = :queue and sequence <= :last
                order by sequence limit :portion)
            """;

    private static final String LAST = "select coalesce(max(sequence), 0) from queue_message where queue_id = :queue";

    /** Numbers rise with time, so what is too old stands in front. */
    private static final String REMOVE_OLD = """
            delete from queue_message m
            where m.queue_id = :queue and m.sequence in (
                select sequence from (
                    select sequence, sent_at from queue_message where queue_id = :queue
                    order by sequence limit :portion) head
                where head.sent_at <= :expired)
            """;

    private final JdbcClient jdbc;
    private final QueueDatabase database;
    private final QueueRows rows;
    private final QueueCounters counters;
    private final QueueReaders readers;

    QueueRemoval(QueueDatabase database, QueueRows rows, QueueCounters counters, QueueReaders readers) {
        this.jdbc = database.jdbc();
        this.database = database;
        this.rows = rows;
        this.counters = counters;
        this.readers = readers;
    }

    /** Whoever makes a trigger of the queue holds it too, so none is overlooked. */
    void refuseIfUsed(QueueDefinition queue) {
        List<String> names =
                readers.of(queue.name()).stream().map(TriggerDefinition::name).toList();
        if (!names.isEmpty()) {
            throw RefusedException.conflict("Triggers read the queue: " + String.join(", ", names) + ".");
        }
        List<String> sources = rows.deadLetterSources(queue.id());
        if (!sources.isEmpty()) {
            throw RefusedException.conflict(
                    "It is the dead-letter queue of other queues: " + String.join(", ", sources) + ".");
        }
    }

    /** What a crash leaves of them is swept up later. */
    void removeMessages(QueueDefinition gone) {
        counters.forget(gone.name());
        purge(gone.id(), Long.MAX_VALUE);
    }

    long purge(QueueDefinition queue) {
        long last = jdbc.sql(LAST).param("queue", queue.id()).query(Long.class).single();
        return purge(queue.id(), last);
    }

    long purge(UUID queueId, long last) {
        long all = 0;
        int removed;
        do {
            removed = database.inStatement(() -> jdbc.sql(PURGE)
                    .param("queue", queueId)
                    .param("last", last)
                    .param("portion", PORTION)
                    .update());
            all += removed;
        } while (removed > 0);
        return all;
    }

    /** Removes the messages of a queue that are older than its retention. */
    void removeOld(QueueDefinition queue, Instant now) {
        int removed;
        do {
            removed = database.inStatement(() -> jdbc.sql(REMOVE_OLD)
                    .param("queue", queue.id())
                    .param("expired", StandardMessages.expired(queue, now))
                    .param("portion", PORTION)
                    .update());
            counters.givenUp(queue, removed);
        } while (removed > 0);
    }
}
