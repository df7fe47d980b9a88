// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static io.glowplug.trigger.queue.store.QueueDatabase.time;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueRedrive;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of queue_redrive, as people begin and end them. */
@Component
class Redrives {

    private static final int LISTED = 50;

    private static final String START = """
            insert into queue_redrive (id, queue_id, destination_id, rate_per_second, state, last_sequence, to_move,
                                       next_at, started_at)
            select :id, :queue, :destination, :rate, 'running', coalesce(max(sequence), 0), count(*), :now, :now
            from queue_message where queue_id = :queue
            """;

    private static final String LIST = """
            select r.*, q.name as queue, d.name as destination
            from queue_redrive r join queue q on q.id = r.queue_id left join queue d on d.id = r.destination_id
            where r.queue_id = :queue order by r.id desc limit :limit
            """;

    private static final String CANCEL = """
            update queue_redrive set state = 'cancelled', ended_at = :now
            where id = :id and queue_id = :queue and state = 'running'
            """;

    private final QueueDatabase database;
    private final JdbcClient jdbc;
    private final QueueRows rows;
    private final RedriveWorker worker;
    private final InstantSource clock;

    Redrives(QueueDatabase database, QueueRows rows, RedriveWorker worker, InstantSource clock) {
        this.database = database;
        this.jdbc = database.jdbc();
        this.rows = rows;
        this.worker = worker;
        this.clock = clock;
    }

    QueueRedrive start(QueueDefinition queue, @Nullable String destination, @Nullable Integer rate) {
        if (rate != null) {
            Violations.of().range("ratePerSecond", rate, 1, 500).refuseIfAny();
        }
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        Instant now = clock.instant();
        database.inOne(() -> {
            UUID target = destination == null ? null : target(queue, destination);
            try {
                return jdbc.sql(START)
                        .param("id", id)
                        .param("queue", queue.id())
                        .param("destination", target)
                        .param("rate", rate)
                        .param("now", time(now))
                        .update();
            } catch (DuplicateKeyException e) {
                throw RefusedException.conflict("A redrive of " + queue.name() + " is running already.");
            }
        });
        worker.wake();
        return find(queue, id);
    }

    private UUID target(QueueDefinition queue, String destination) {
        QueueDefinition target = rows.findForReference(destination)
                .orElseThrow(
                        () -> RefusedException.invalid("destination", "must exist, and " + destination + " does not"));
        Violations.of()
                .check(!target.id().equals(queue.id()), "destination", "must be another queue")
                .check(
                        target.fifo() == queue.fifo(),
                        "destination",
                        queue.fifo() ? "must be a FIFO queue too" : "must not be a FIFO queue")
                .refuseIfAny();
        return target.id();
    }

    List<QueueRedrive> list(QueueDefinition queue) {
        return jdbc.sql(LIST)
                .param("queue", queue.id())
                .param("limit", LISTED)
                .query(Redrives::redrive)
                .list();
    }

    QueueRedrive cancel(QueueDefinition queue, UUID id) {
        int cancelled = jdbc.sql(CANCEL)
                .param("id", id)
                .param("queue", queue.id())
                .param("now", time(clock.instant()))
                .update();
        QueueRedrive redrive = find(queue, id);
        if (cancelled == 0) {
            throw RefusedException.conflict("The redrive is not running: it is " + redrive.state() + ".");
        }
        return redrive;
    }

    private QueueRedrive find(QueueDefinition queue, UUID id) {
        return list(queue).stream()
                .filter(redrive -> redrive.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> RefusedException.notFound("There is no redrive " + id + " of " + queue.name() + "."));
    }

    private static QueueRedrive redrive(ResultSet row, int number) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new QueueRedrive(
                row.getObject("id", UUID.class),
                row.getString("queue"),
                row.getString("destination"),
                row.getObject("rate_per_second", Integer.class),
                row.getString("state"),
                row.getLong("to_move"),
                row.getLong("moved"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getString("problem"));
    }
}
