// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static io.glowplug.trigger.queue.store.QueueDatabase.time;

import io.glowplug.trigger.QueueDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes what is too old, and what is left of queues that are gone. Harmless when done twice at once. */
@Component
class QueueSweep {

    private static final Duration REDRIVES_KEPT = Duration.ofDays(14);
    private static final int QUEUES_AT_ONCE = 500;

    /** Steps from queue to queue through the index, whatever lies in between. */
    private static final String ORPHANS = """
            with recursive present as (
                (select queue_id from queue_message order by queue_id limit 1)
                union all
                select (select m.queue_id from queue_message m where m.queue_id > present.queue_id
                        order by m.queue_id limit 1)
                from present where present.queue_id is not null
            )
            select queue_id from present
            where queue_id is not null and not exists (select 1 from queue q where q.id = present.queue_id)
            """;

    /** A message that was being given up while its dead-letter queue was removed goes back. */
    private static final String SEND_BACK = """
            update queue_message m set queue_id = m.dead_letter_source, dead_letter_source = null
            from queue q
            where m.queue_id = :queue and q.id = m.dead_letter_source and m.group_id is null
            """;

    private static final String FORGET_GROUPS =
            "delete from queue_group g where not exists (select 1 from queue q where q.id = g.queue_id)";

    private static final String FORGET_REDRIVES = "delete from queue_redrive where ended_at < :before";

    private final JdbcClient jdbc;
    private final QueueRows rows;
    private final QueueRemoval removal;
    private final Deduplication deduplication;
    private final InstantSource clock;

    QueueSweep(
            QueueDatabase database,
            QueueRows rows,
            QueueRemoval removal,
            Deduplication deduplication,
            InstantSource clock) {
        this.jdbc = database.jdbc();
        this.rows = rows;
        this.removal = removal;
        this.deduplication = deduplication;
        this.clock = clock;
    }

    void sweep() {
        Instant now = clock.instant();
        List<QueueDefinition> page;
        String after = "";
        do {
            page = rows.list("", after, QUEUES_AT_ONCE);
            for (QueueDefinition queue : page) {
                removal.removeOld(queue, now);
                after = queue.name();
            }
        } while (page.size() == QUEUES_AT_ONCE);
        for (UUID gone : jdbc.sql(ORPHANS).query(UUID.class).list()) {
            jdbc.sql(SEND_BACK).param("queue", gone).update();
            removal.purge(gone, Long.MAX_VALUE);
        }
        jdbc.sql(FORGET_GROUPS).update();
        deduplication.forget(now);
        jdbc.sql(FORGET_REDRIVES)
                .param("before", time(now.minus(REDRIVES_KEPT)))
                .update();
    }
}
