// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static io.glowplug.trigger.queue.store.QueueDatabase.longs;
import static io.glowplug.trigger.queue.store.QueueDatabase.time;
import static io.glowplug.trigger.queue.store.QueueDatabase.uuids;

import io.glowplug.dispatch.Hints;
import io.glowplug.trigger.loop.PeriodicLoop;
import io.glowplug.trigger.queue.store.MessageGroups.Group;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Moves the messages of running redrives, a portion in one transaction with its count. A node that dies leaves the rest
 * to the next one that looks.
 */
@Component
class RedriveWorker implements SmartLifecycle {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int PORTION = 500;

    private static final String DUE = """
            select id, queue_id, destination_id, rate_per_second, last_sequence from queue_redrive
            where state = 'running' and next_at <= :now order by next_at limit 1 for update skip locked
            """;

    private static final String PICK = """
            select m.sequence, m.group_id, t.id as target
            from queue_message m join queue t on t.id = coalesce(:destination, m.dead_letter_source)
            where m.queue_id = :queue and m.sequence <= :last and m.visible_at <= :now
                and not exists (select 1 from queue_group g
                                where g.queue_id = :queue and g.group_id = m.group_id and g.visible_at > :now)
            order by m.sequence limit :portion
            """;

    private static final String DRAW_NUMBERS =
            "select nextval('queue_message_sequence') from generate_series(1, :count)";

    private static final String MOVE = """
            update queue_message m
            set queue_id = row.target, sequence = row.number, message_id = gen_random_uuid(), sent_at = :now,
                visible_at = :now, receive_count = 0, first_received_at = null, received_at = null, receipt = null,
                dead_letter_source = null
            from unnest(:sequences, :targets, :numbers) as row (sequence, target, number)
            where m.queue_id = :queue and m.sequence = row.sequence and m.visible_at <= :now
            """;

    private static final String LEFT = """
            select count(*) from queue_message
            where queue_id = :queue and sequence <= :last and visible_at <= :now
            """;

    private static final String WENT_ON = """
            update queue_redrive set moved = moved + :moved, next_at = :next where id = :id
            """;

    private static final String ENDED = """
            update queue_redrive set state = :state, problem = :problem, ended_at = :now where id = :id
            """;

    private final QueueDatabase database;
    private final JdbcClient jdbc;
    private final MessageGroups groups;
    private final Hints hints;
    private final InstantSource clock;
    private final PeriodicLoop loop = new PeriodicLoop("queue-redrive", LOOK, this::moveAllDue);

    RedriveWorker(QueueDatabase database, MessageGroups groups, Hints hints, InstantSource clock) {
        this.database = database;
        this.jdbc = database.jdbc();
        this.groups = groups;
        this.hints = hints;
        this.clock = clock;
    }

    void wake() {
        loop.wake();
    }

    private void moveAllDue() {
        boolean moved = true;
        while (moved && loop.isRunning()) {
            Set<UUID> reached = database.inOne(this::movePortion);
            reached.forEach(queue -> hints.raise(LongPolls.topic(queue)));
            moved = !reached.isEmpty();
        }
    }

    /** Returns the queues that messages were moved to; none if there was nothing to do. */
    private Set<UUID> movePortion() {
        Instant now = clock.instant();
        Optional<Running> due =
                jdbc.sql(DUE).param("now", time(now)).query(Running::of).optional();
        if (due.isEmpty()) {
            return Set.of();
        }
        Running redrive = due.get();
        List<Move> moves = jdbc.sql(PICK)
                .param("destination", redrive.destinationId())
                .param("queue", redrive.queueId())
                .param("last", redrive.lastSequence())
                .param("now", time(now))
                .param("portion", redrive.portion())
                .query(Move::of)
                .list();
        if (moves.isEmpty()) {
            end(redrive, now);
            return Set.of();
        }
        int moved = move(redrive, moves, now);
        jdbc.sql(WENT_ON)
                .param("moved", moved)
                .param("next", time(now, redrive.pause()))
                .param("id", redrive.id())
                .update();
        return moves.stream().map(Move::target).collect(Collectors.toSet());
    }

    private int move(Running redrive, List<Move> moves, Instant now) {
        List<Group> touched = new ArrayList<>();
        for (Move move : moves) {
            if (move.group() != null) {
                touched.add(new Group(redrive.queueId(), move.group()));
                touched.add(new Group(move.target(), move.group()));
            }
        }
        if (!touched.isEmpty()) {
            groups.lockOrMake(touched, now);
        }
        List<Long> numbers = jdbc.sql(DRAW_NUMBERS).param("count", moves.size()).query(Long.class).list().stream()
                .sorted()
                .toList();
        int moved = jdbc.sql(MOVE)
                .param("queue", redrive.queueId())
                .param("now", time(now))
                .param("sequences", longs(moves, Move::sequence))
                .param("targets", uuids(moves, Move::target))
                .param("numbers", longs(numbers, number -> number))
                .update();
        groups.reckon(touched.stream().distinct().toList(), now);
        return moved;
    }

    /** What is in flight is left where it is; what has nowhere to go is told. */
    private void end(Running redrive, Instant now) {
        long left = jdbc.sql(LEFT)
                .param("queue", redrive.queueId())
                .param("last", redrive.lastSequence())
                .param("now", time(now))
                .query(Long.class)
                .single();
        jdbc.sql(ENDED)
                .param("state", left == 0 ? "completed" : "failed")
                .param(
                        "problem",
                        left == 0
                                ? null
                                : left + " messages stay: they were not given up by a queue that still exists, or their"
                                        + " message group is in flight. Name a destination to move the former.")
                .param("now", time(now))
                .param("id", redrive.id())
                .update();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private record Running(
            UUID id,
            UUID queueId,
            @Nullable UUID destinationId,
            @Nullable Integer ratePerSecond,
            long lastSequence) {

        static Running of(ResultSet row, int number) throws SQLException {
            return new Running(
                    row.getObject("id", UUID.class),
                    row.getObject("queue_id", UUID.class),
                    row.getObject("destination_id", UUID.class),
                    row.getObject("rate_per_second", Integer.class),
                    row.getLong("last_sequence"));
        }

        int portion() {
            return ratePerSecond == null ? PORTION : ratePerSecond;
        }

        Duration pause() {
            return ratePerSecond == null ? Duration.ZERO : Duration.ofSeconds(1);
        }
    }

    private record Move(long sequence, @Nullable String group, UUID target) {

        static Move of(ResultSet row, int number) throws SQLException {
            return new Move(row.getLong("sequence"), row.getString("group_id"), row.getObject("target", UUID.class));
        }
    }
}
