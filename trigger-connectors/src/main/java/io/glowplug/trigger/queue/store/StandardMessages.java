// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static io.glowplug.trigger.queue.store.QueueDatabase.integers;
import static io.glowplug.trigger.queue.store.QueueDatabase.longs;
import static io.glowplug.trigger.queue.store.QueueDatabase.texts;
import static io.glowplug.trigger.queue.store.QueueDatabase.time;
import static io.glowplug.trigger.queue.store.QueueDatabase.uuids;

import io.glowplug.trigger.QueueDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The statements on messages of standard queues. Each is one statement, and its own transaction unless within one. */
@Component
final class StandardMessages {

    /** Joins the queues, so that nothing is accepted for one that is gone, and so that its delay is the present one. */
    private static final String INSERT = """
            insert into queue_message (queue_id, message_id, body, attributes, bytes, sender, sent_at, visible_at)
            select q.id, row.message_id, row.body, row.attributes, row.bytes, row.sender, :now,
                   :now + make_interval(secs => coalesce(row.delay, q.delay_seconds))
            from unnest(:queues, :ids, :bodies, :attributes, :bytes, :senders, :delays)
                with ordinality as row (queue_id, message_id, body, attributes, bytes, sender, delay, place)
            join queue q on q.id = row.queue_id
            order by row.place
            returning message_id
            """;

    /** One update does both: what may be received is hidden, and what was received too often changes its queue. */
    private static final String RECEIVE = """
            with picked as materialized (
                select m.sequence, m.visible_at from queue_message m
                where m.queue_id = :queue and m.group_id is null and m.visible_at <= :now and m.visible_at >= :from
                    and m.sent_at > :expired
                order by m.visible_at limit :most for update skip locked
            )
            update queue_message m
            set visible_at = :until, receipt = :receipt, receive_count = m.receive_count + 1, received_at = :now,
                first_received_at = coalesce(m.first_received_at, :now)
            from picked
            where m.queue_id = :queue and m.sequence = picked.sequence
            returning picked.visible_at as was_visible_at, true as mine, {columns}
            """.replace("{columns}", MessageRow.COLUMNS);

    private static final String RECEIVE_OR_GIVE_UP = """
            with picked as materialized (
                select m.sequence, m.visible_at, coalesce(m.receive_count >= q.max_receive_count, false) as spent,
                       q.dead_letter_queue_id as dead_letter_queue
                from queue q join queue_message m on m.queue_id = q.id
                where q.id = :queue
                    and m.queue_id = :queue and m.group_id is null and m.visible_at <= :now and m.visible_at >= :from
                    and m.sent_at > :expired
                order by m.visible_at limit :most for update of m skip locked
            )
            update queue_message m
            set queue_id = case when picked.spent then picked.dead_letter_queue else m.queue_id end,
                visible_at = case when picked.spent then :now else :until end,
                receipt = case when not picked.spent then :receipt end,
                receive_count = case when picked.spent then 0 else m.receive_count + 1 end,
                received_at = case when not picked.spent then :now end,
                first_received_at = case when not picked.spent then coalesce(m.first_received_at, :now) end,
                dead_letter_source = case when picked.spent then :queue else m.dead_letter_source end
            from picked
            where m.queue_id = :queue and m.sequence = picked.sequence
            returning picked.visible_at as was_visible_at, not picked.spent as mine, {columns}
            """.replace("{columns}", MessageRow.COLUMNS);

    private static final String TAKE = """
            with picked as materialized (
                select m.sequence, m.visible_at, m.bytes,
                       coalesce(m.receive_count >= q.max_receive_count, false) as spent,
                       q.dead_letter_queue_id as dead_letter_queue
                from queue q join queue_message m on m.queue_id = q.id
                where q.id = :queue
                    and m.queue_id = :queue and m.group_id is null and m.visible_at <= :now and m.visible_at >= :from
                    and m.sent_at > :expired
                order by m.visible_at limit :most for update of m skip locked
            ), fitting as (
                select sequence, visible_at, spent, dead_letter_queue,
                       sum(bytes) over (order by visible_at, sequence) - bytes < :mostBytes as fits
                from picked
            ), given_up as (
                update queue_message m
                set queue_id = f.dead_letter_queue, visible_at = :now, receipt = null, receive_count = 0,
                    received_at = null, first_received_at = null, dead_letter_source = :queue
                from fitting f where f.spent and m.queue_id = :queue and m.sequence = f.sequence
            ), taken as (
                delete from queue_message m using fitting f
                where f.fits and not f.spent and m.queue_id = :queue and m.sequence = f.sequence
                returning f.visible_at as was_visible_at, true as mine, {columns}
            )
            select * from taken order by sequence
            """.replace("{columns}", MessageRow.COLUMNS);

    private static final String DELETE = """
            delete from queue_message m using unnest(:queues, :sequences, :receipts) as r (queue_id, sequence, receipt)
            where m.queue_id = r.queue_id and m.sequence = r.sequence and m.receipt = r.receipt
            returning m.queue_id, m.sequence
            """;

    private static final String WAITING = """
            select count(*) as waiting, min(visible_at) as since from (
                select m.visible_at from queue_message m
                where m.queue_id = :queue and m.group_id is null and m.visible_at <= :now and m.visible_at >= :from
                    and m.sent_at > :expired
                order by m.visible_at limit :most) m
            """;

    private static final String NEXT = """
            select min(visible_at) from queue_message
            where queue_id = :queue and group_id is null and visible_at > :now
            """;

    private static final Instant THE_BEGINNING = Instant.EPOCH;

    private final JdbcClient jdbc;
    private final ReceiveFloors floors = new ReceiveFloors();

    StandardMessages(QueueDatabase database) {
        this.jdbc = database.jdbc();
    }

    /** Returns the ids of those that are stored; the others' queues are gone. */
    Set<UUID> insert(List<NewMessage> messages, Instant now) {
        return new HashSet<>(jdbc.sql(INSERT)
                .param("now", time(now))
                .param("queues", uuids(messages, NewMessage::queueId))
                .param("ids", uuids(messages, NewMessage::id))
                .param("bodies", texts(messages, message -> message.draft().body()))
                .param("attributes", texts(messages, NewMessage::attributes))
                .param("bytes", integers(messages, NewMessage::bytes))
                .param("senders", texts(messages, NewMessage::sender))
                .param("delays", integers(messages, message -> message.draft().delaySeconds()))
                .query(UUID.class)
                .list());
    }

    /**
     * What came of receiving.
     *
     * @param messages what was handed out, in the order of sending
     * @param givenUp how many went to the dead-letter queue, or were too old
     * @param more whether another look may find what this one did not
     */
    record Received(List<MessageRow> messages, int givenUp, boolean more) {}

    Received receive(QueueDefinition queue, int most, Duration hidden, Instant now) {
        long nanos = System.nanoTime();
        Instant from = floors.from(queue.id(), nanos);
        List<Found> found = receive(queue, most, hidden, now, from);
        if (found.isEmpty() && from != null) {
            from = null;
            found = receive(queue, most, hidden, now, null);
        }
        remember(queue.id(), from, found, nanos);
        List<MessageRow> mine = mine(found);
        int givenUp = found.size() - mine.size();
        return new Received(mine, givenUp, givenUp > 0);
    }

    private List<Found> receive(QueueDefinition queue, int most, Duration hidden, Instant now, @Nullable Instant from) {
        return jdbc.sql(queue.settings().deadLetter() == null ? RECEIVE : RECEIVE_OR_GIVE_UP)
                .param("queue", queue.id())
                .param("now", time(now))
                .param("from", time(from == null ? THE_BEGINNING : from))
                .param("until", time(now, hidden))
                .param("expired", expired(queue, now))
                .param("most", most)
                .param("receipt", ThreadLocalRandom.current().nextLong())
                .query(Found::of)
                .list();
    }

    /** Removes what may be received, in the caller's transaction, until so many bytes are passed. */
    List<MessageRow> take(QueueDefinition queue, int most, long mostBytes, Instant now) {
        long nanos = System.nanoTime();
        Instant from = floors.from(queue.id(), nanos);
        List<Found> taken = take(queue, most, mostBytes, now, from);
        if (taken.isEmpty() && from != null) {
            from = null;
            taken = take(queue, most, mostBytes, now, null);
        }
        remember(queue.id(), from, taken, nanos);
        return mine(taken);
    }

    private List<Found> take(QueueDefinition queue, int most, long mostBytes, Instant now, @Nullable Instant from) {
        return jdbc.sql(TAKE)
                .param("queue", queue.id())
                .param("now", time(now))
                .param("from", time(from == null ? THE_BEGINNING : from))
                .param("expired", expired(queue, now))
                .param("most", most)
                .param("mostBytes", mostBytes)
                .query(Found::of)
                .list();
    }

    /** How many messages could be received, counted up to a bound, and since when the first of them. */
    Waiting waiting(QueueDefinition queue, int most, Instant now) {
        Instant from = floors.from(queue.id(), System.nanoTime());
        Waiting found = waiting(queue, most, now, from);
        return found.count() == 0 && from != null ? waiting(queue, most, now, null) : found;
    }

    private Waiting waiting(QueueDefinition queue, int most, Instant now, @Nullable Instant from) {
        return jdbc.sql(WAITING)
                .param("queue", queue.id())
                .param("now", time(now))
                .param("from", time(from == null ? THE_BEGINNING : from))
                .param("expired", expired(queue, now))
                .param("most", most)
                .query(Waiting::of)
                .single();
    }

    /** Deletes what these receipts count for, and returns it as pairs of queue and number. */
    Set<MessageKey> delete(List<Receipt> receipts) {
        return new HashSet<>(jdbc.sql(DELETE)
                .param("queues", uuids(receipts, Receipt::queueId))
                .param("sequences", longs(receipts, Receipt::sequence))
                .param("receipts", longs(receipts, Receipt::number))
                .query(MessageKey::read)
                .list());
    }

    /** When the next hidden message becomes visible, or null. */
    @Nullable
    Instant next(UUID queueId, Instant now) {
        return jdbc.sql(NEXT)
                .param("queue", queueId)
                .param("now", time(now))
                .query(StandardMessages::optionalTime)
                .single()
                .at();
    }

    private void remember(UUID queueId, @Nullable Instant from, List<Found> found, long nanos) {
        Instant earliest = found.stream()
                .map(Found::wasVisibleAt)
                .min(Comparator.naturalOrder())
                .orElse(null);
        floors.found(queueId, from, earliest, nanos);
    }

    private static List<MessageRow> mine(List<Found> found) {
        List<MessageRow> mine = new ArrayList<>(found.size());
        for (Found each : found) {
            if (each.mine()) {
                mine.add(each.row());
            }
        }
        mine.sort(Comparator.comparingLong(MessageRow::sequence));
        return mine;
    }

    static OffsetDateTime expired(QueueDefinition queue, Instant now) {
        return time(now.minusSeconds(queue.settings().retentionSeconds()));
    }

    static OptionalTime optionalTime(ResultSet row, int number) throws SQLException {
        OffsetDateTime time = row.getObject(1, OffsetDateTime.class);
        return new OptionalTime(time == null ? null : time.toInstant());
    }

    /** A time that may be missing; a row mapper must not return null. */
    record OptionalTime(@Nullable Instant at) {}

    private record Found(MessageRow row, Instant wasVisibleAt, boolean mine) {

        static Found of(ResultSet row, int number) throws SQLException {
            return new Found(
                    MessageRow.of(row, number),
                    row.getObject("was_visible_at", OffsetDateTime.class).toInstant(),
                    row.getBoolean("mine"));
        }
    }
}
