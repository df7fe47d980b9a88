// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static io.glowplug.trigger.queue.store.QueueDatabase.integers;
import static io.glowplug.trigger.queue.store.QueueDatabase.longs;
import static io.glowplug.trigger.queue.store.QueueDatabase.texts;
import static io.glowplug.trigger.queue.store.QueueDatabase.time;
import static io.glowplug.trigger.queue.store.QueueDatabase.uuids;

import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.ReceiveOrder;
import io.glowplug.trigger.queue.store.Deduplication.Known;
import io.glowplug.trigger.queue.store.MessageGroups.Group;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The statements on messages of FIFO queues, under the locks of their groups. All of it needs the caller's transaction. */
@Component
final class FifoMessages {

    private static final String DRAW_NUMBERS =
            "select nextval('queue_message_sequence') from generate_series(1, :count)";

    private static final String INSERT = """
            insert into queue_message (queue_id, sequence, message_id, group_id, deduplication_id, body, attributes,
                                       bytes, sender, sent_at, visible_at)
            select q.id, row.sequence, row.message_id, row.group_id, row.deduplication_id, row.body, row.attributes,
                   row.bytes, row.sender, :now, :now + make_interval(secs => q.delay_seconds)
            from unnest(:queues, :sequences, :ids, :groups, :deduplicationIds, :bodies, :attributes, :bytes, :senders)
                as row (queue_id, sequence, message_id, group_id, deduplication_id, body, attributes, bytes, sender)
            join queue q on q.id = row.queue_id
            returning message_id
            """;

    private static final String HEADS = """
            select {columns}, coalesce(m.receive_count >= q.max_receive_count, false) as spent
            from unnest(:groups) with ordinality as g (group_id, place)
            cross join lateral (
                select * from queue_message head
                where head.queue_id = :queue and head.group_id = g.group_id
                order by head.sequence limit :most
            ) m
            join queue q on q.id = m.queue_id
            order by g.place, m.sequence
            """.replace("{columns}", MessageRow.COLUMNS_WITHOUT_CONTENT);

    private static final String RECEIVE = """
            update queue_message m
            set visible_at = :until, receipt = :receipt, receive_count = m.receive_count + 1, received_at = :now,
                first_received_at = coalesce(m.first_received_at, :now)
            where m.queue_id = :queue and m.sequence = any(:sequences)
            returning {columns}
            """.replace("{columns}", MessageRow.COLUMNS);

    private static final String GIVE_UP = """
            update queue_message m
            set queue_id = q.dead_letter_queue_id, visible_at = :now, receipt = null, receive_count = 0,
                received_at = null, first_received_at = null, sent_at = :now, dead_letter_source = :queue
            from queue q
            where q.id = :queue and q.dead_letter_queue_id is not null
                and m.queue_id = :queue and m.sequence = any(:sequences)
            returning m.queue_id, m.group_id
            """;

    private static final String TAKE = """
            delete from queue_message m where m.queue_id = :queue and m.sequence = any(:sequences)
            returning {columns}
            """.replace("{columns}", MessageRow.COLUMNS);

    private static final String DELETE = """
            delete from queue_message m using unnest(:queues, :sequences, :receipts) as r (queue_id, sequence, receipt)
            where m.queue_id = r.queue_id and m.sequence = r.sequence and m.receipt = r.receipt
            returning m.queue_id, m.sequence
            """;

    private static final String GROUPS_OF = """
            select distinct m.queue_id, m.group_id
            from queue_message m join unnest(:queues, :sequences) as r (queue_id, sequence)
                on m.queue_id = r.queue_id and m.sequence = r.sequence
            where m.group_id is not null
            """;

    private final JdbcClient jdbc;
    private final MessageGroups groups;
    private final Deduplication deduplication;

    FifoMessages(QueueDatabase database, MessageGroups groups, Deduplication deduplication) {
        this.jdbc = database.jdbc();
        this.groups = groups;
        this.deduplication = deduplication;
    }

    /** Stores those that are new, and says of each what is known by its deduplication id; not of those of gone queues. */
    Map<NewMessage, Known> insert(List<NewMessage> messages, Instant now) {
        groups.lockOrMake(
                messages.stream()
                        .map(message -> new Group(message.queueId(), message.group()))
                        .toList(),
                now);
        List<Long> numbers = jdbc.sql(DRAW_NUMBERS).param("count", messages.size()).query(Long.class).list().stream()
                .sorted()
                .toList();
        Map<NewMessage, Known> known = deduplication.claim(messages, numbers, now);
        List<NewMessage> fresh = messages.stream()
                .filter(message -> isItsOwn(message, known.get(message)))
                .toList();
        Set<Object> stored = new HashSet<>(jdbc.sql(INSERT)
                .param("now", time(now))
                .param("queues", uuids(fresh, NewMessage::queueId))
                .param("sequences", longs(fresh, message -> number(known, message)))
                .param("ids", uuids(fresh, NewMessage::id))
                .param("groups", texts(fresh, NewMessage::group))
                .param("deduplicationIds", texts(fresh, NewMessage::deduplicationId))
                .param("bodies", texts(fresh, message -> message.draft().body()))
                .param("attributes", texts(fresh, NewMessage::attributes))
                .param("bytes", integers(fresh, NewMessage::bytes))
                .param("senders", texts(fresh, NewMessage::sender))
                .query(UUID.class)
                .list());
        fresh.stream().filter(message -> !stored.contains(message.id())).forEach(known::remove);
        return known;
    }

    private static boolean isItsOwn(NewMessage message, @Nullable Known first) {
        return first != null && first.messageId().equals(message.id());
    }

    private static Long number(Map<NewMessage, Known> known, NewMessage message) {
        Known mine = known.get(message);
        return mine == null ? 0L : mine.sequence();
    }

    /** What may be had from the heads of some groups now: in order, from each what stands in front and is visible. */
    private record Heads(List<MessageRow> usable, List<Long> spent, List<Long> expired) {}

    StandardMessages.Received receive(QueueDefinition queue, int most, Duration hidden, Instant now) {
        int wanted = Math.min(most, ReceiveOrder.MAX_FIFO);
        List<Group> locked = groups.lockDue(queue.id(), wanted, List.of(), now);
        if (locked.isEmpty()) {
            return new StandardMessages.Received(List.of(), 0, false);
        }
        Heads heads = heads(queue, locked, wanted, now);
        List<MessageRow> usable =
                heads.usable().subList(0, Math.min(wanted, heads.usable().size()));
        giveUp(queue, heads.spent(), now);
        remove(queue, heads.expired());
        Map<Long, MessageRow> received = usable.isEmpty()
                ? Map.of()
                : bySequence(jdbc.sql(RECEIVE)
                        .param("queue", queue.id())
                        .param("now", time(now))
                        .param("until", time(now, hidden))
                        .param("receipt", ThreadLocalRandom.current().nextLong())
                        .param("sequences", longs(usable, MessageRow::sequence))
                        .query(MessageRow::of)
                        .list());
        groups.reckon(locked, now);
        int givenUp = heads.spent().size() + heads.expired().size();
        // A group may have been due for nothing, after a purge; it is not any more.
        return new StandardMessages.Received(inOrderOf(usable, received), givenUp, true);
    }

    /** Removes what stands in front of some groups, in the caller's transaction. */
    List<MessageRow> take(QueueDefinition queue, Portion portion, Collection<String> except, Instant now) {
        List<Group> locked = groups.lockDue(queue.id(), portion.groups(), except, now);
        if (locked.isEmpty()) {
            return List.of();
        }
        Heads heads = heads(queue, locked, portion.ofEach(), now);
        giveUp(queue, heads.spent(), now);
        remove(queue, heads.expired());
        List<MessageRow> fitting = fitting(heads.usable(), portion.bytes());
        Map<Long, MessageRow> taken = bySequence(
                remove(queue, fitting.stream().map(MessageRow::sequence).toList()));
        groups.reckon(locked, now);
        return inOrderOf(fitting, taken);
    }

    /**
     * How much is taken at once.
     *
     * @param groups most message groups
     * @param ofEach most messages of each
     * @param bytes when so many are passed, no further message is taken
     */
    record Portion(int groups, int ofEach, long bytes) {}

    private static List<MessageRow> fitting(List<MessageRow> usable, long bytes) {
        long sum = 0;
        int count = 0;
        while (count < usable.size() && sum < bytes) {
            sum += usable.get(count++).bytes();
        }
        return usable.subList(0, count);
    }

    private Heads heads(QueueDefinition queue, List<Group> locked, int ofEach, Instant now) {
        Heads heads = new Heads(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<String> stopped = new HashSet<>();
        Instant expired = StandardMessages.expired(queue, now).toInstant();
        jdbc.sql(HEADS)
                .param("queue", queue.id())
                .param("groups", texts(locked, Group::id))
                .param("most", ofEach)
                .query(row -> {
                    MessageRow message = MessageRow.of(row, row.getRow());
                    String group = String.valueOf(message.groupId());
                    if (stopped.contains(group) || message.visibleAt().isAfter(now)) {
                        // What stands behind a message that is not to be had yet is not to be had either.
                        stopped.add(group);
                    } else if (!message.sentAt().isAfter(expired)) {
                        heads.expired().add(message.sequence());
                    } else if (row.getBoolean("spent")) {
                        heads.spent().add(message.sequence());
                    } else {
                        heads.usable().add(message);
                    }
                });
        return heads;
    }

    /** The groups are made in the dead-letter queue too; there the messages keep their order. */
    private void giveUp(QueueDefinition queue, List<Long> sequences, Instant now) {
        if (sequences.isEmpty()) {
            return;
        }
        Set<Group> reached = new HashSet<>(jdbc.sql(GIVE_UP)
                .param("queue", queue.id())
                .param("now", time(now))
                .param("sequences", longs(sequences, number -> number))
                .query((row, _) -> new Group(row.getObject("queue_id", UUID.class), row.getString("group_id")))
                .list());
        if (!reached.isEmpty()) {
            groups.lockOrMake(reached, now);
            groups.reckon(reached, now);
        }
    }

    private List<MessageRow> remove(QueueDefinition queue, List<Long> sequences) {
        return sequences.isEmpty()
                ? List.of()
                : jdbc.sql(TAKE)
                        .param("queue", queue.id())
                        .param("sequences", longs(sequences, number -> number))
                        .query(MessageRow::of)
                        .list();
    }

    private static Map<Long, MessageRow> bySequence(List<MessageRow> rows) {
        return rows.stream().collect(Collectors.toMap(MessageRow::sequence, row -> row));
    }

    /** A row that a purge has removed meanwhile is missing. */
    private static List<MessageRow> inOrderOf(List<MessageRow> wanted, Map<Long, MessageRow> there) {
        return wanted.stream()
                .map(MessageRow::sequence)
                .map(there::get)
                .filter(Objects::nonNull)
                .toList();
    }

    Set<MessageKey> delete(List<Receipt> receipts, Instant now) {
        List<Group> locked = lockGroupsOf(receipts);
        Set<MessageKey> deleted = new HashSet<>(jdbc.sql(DELETE)
                .param("queues", uuids(receipts, Receipt::queueId))
                .param("sequences", longs(receipts, Receipt::sequence))
                .param("receipts", longs(receipts, Receipt::number))
                .query(MessageKey::read)
                .list());
        groups.reckon(locked, now);
        return deleted;
    }

    /** Locks the groups of the messages that are still there. */
    List<Group> lockGroupsOf(List<Receipt> receipts) {
        List<Group> found = jdbc.sql(GROUPS_OF)
                .param("queues", uuids(receipts, Receipt::queueId))
                .param("sequences", longs(receipts, Receipt::sequence))
                .query((row, _) -> new Group(row.getObject("queue_id", UUID.class), row.getString("group_id")))
                .list();
        if (!found.isEmpty()) {
            groups.lock(found);
        }
        return found;
    }
}
