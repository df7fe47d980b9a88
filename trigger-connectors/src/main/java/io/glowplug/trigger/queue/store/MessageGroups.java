// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static io.glowplug.trigger.queue.store.QueueDatabase.texts;
import static io.glowplug.trigger.queue.store.QueueDatabase.time;
import static io.glowplug.trigger.queue.store.QueueDatabase.uuids;

import io.glowplug.trigger.queue.store.StandardMessages.OptionalTime;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows of message groups. Who does something to the messages of a group has its row locked, so that numbers are
 * given in the order of commits, and only one receiver at a time decides who is first. All of it needs the caller's
 * transaction.
 */
@Component
final class MessageGroups {

    /** A group of one queue. */
    record Group(UUID queueId, String id) {
        /** In this order everybody locks. PostgreSQL compares UUIDs without a sign, and so does their text. */
        static final Comparator<Group> ORDER =
                Comparator.comparing((Group group) -> group.queueId.toString()).thenComparing(Group::id);
    }

    /** The update changes nothing; it locks the row and, unlike "do nothing", notices that it is just being removed. */
    private static final String LOCK_OR_MAKE = """
            insert into queue_group (queue_id, group_id, visible_at)
            select queue_id, group_id, :now + make_interval(secs => coalesce(q.delay_seconds, 0))
            from unnest(:queues, :groups) with ordinality as row (queue_id, group_id, place)
            left join queue q on q.id = row.queue_id
            order by place
            on conflict (queue_id, group_id) do update set visible_at = queue_group.visible_at
            """;

    private static final String LOCK = """
            select 1 from queue_group g
            where (g.queue_id, g.group_id) in (select * from unnest(:queues, :groups))
            order by g.queue_id, g.group_id for update
            """;

    private static final String LOCK_DUE = """
            select g.group_id from queue_group g
            where g.queue_id = :queue and g.visible_at <= :now and g.group_id <> all(:except)
            order by g.visible_at limit :most for update skip locked
            """;

    /** What is in flight is among the first ten: no receiver gets more at once, nor any before those are gone. */
    private static final String RECKON = """
            with state as materialized (
                select g.queue_id, g.group_id, head.locked_until, head.first_at
                from unnest(:queues, :groups) as g (queue_id, group_id)
                cross join lateral (
                    select max(m.visible_at) filter (where m.receipt is not null and m.visible_at > :now) as locked_until,
                           (array_agg(m.visible_at order by m.sequence))[1] as first_at
                    from (select visible_at, receipt, sequence from queue_message
                          where queue_id = g.queue_id and group_id = g.group_id order by sequence limit 10) m
                ) head
            ), emptied as (
                delete from queue_group g using state s
                where g.queue_id = s.queue_id and g.group_id = s.group_id and s.first_at is null
            )
            update queue_group g set visible_at = coalesce(s.locked_until, s.first_at)
            from state s
            where g.queue_id = s.queue_id and g.group_id = s.group_id and s.first_at is not null
                and g.visible_at <> coalesce(s.locked_until, s.first_at)
            """;

    private static final String DUE = """
            select count(*) as waiting, min(visible_at) as since from (
                select visible_at from queue_group
                where queue_id = :queue and visible_at <= :now and group_id <> all(:except)
                order by visible_at limit :most) g
            """;

    private static final String NEXT =
            "select min(visible_at) from queue_group where queue_id = :queue and visible_at > :now";

    private final JdbcClient jdbc;

    MessageGroups(QueueDatabase database) {
        this.jdbc = database.jdbc();
    }

    /** Locks groups, those that do not exist yet included. */
    void lockOrMake(Collection<Group> groups, Instant now) {
        List<Group> ordered = groups.stream().distinct().sorted(Group.ORDER).toList();
        jdbc.sql(LOCK_OR_MAKE)
                .param("queues", uuids(ordered, Group::queueId))
                .param("groups", texts(ordered, Group::id))
                .param("now", time(now))
                .update();
    }

    void lock(Collection<Group> groups) {
        jdbc.sql(LOCK)
                .param("queues", uuids(groups, Group::queueId))
                .param("groups", texts(groups, Group::id))
                .query(row -> {});
    }

    /** Locks groups of which something may be received and that nobody else has locked, and returns them. */
    List<Group> lockDue(UUID queueId, int most, Collection<String> except, Instant now) {
        return jdbc
                .sql(LOCK_DUE)
                .param("queue", queueId)
                .param("now", time(now))
                .param("except", texts(except, group -> group))
                .param("most", most)
                .query(String.class)
                .list()
                .stream()
                .map(group -> new Group(queueId, group))
                .toList();
    }

    /** Says anew, of locked groups, from when on something may be received; removes those without messages. */
    void reckon(Collection<Group> groups, Instant now) {
        if (!groups.isEmpty()) {
            jdbc.sql(RECKON)
                    .param("queues", uuids(groups, Group::queueId))
                    .param("groups", texts(groups, Group::id))
                    .param("now", time(now))
                    .update();
        }
    }

    /** How many groups may have something to receive. Locks nothing. */
    Waiting due(UUID queueId, int most, Collection<String> except, Instant now) {
        return jdbc.sql(DUE)
                .param("queue", queueId)
                .param("now", time(now))
                .param("except", texts(except, group -> group))
                .param("most", most)
                .query(Waiting::of)
                .single();
    }

    @Nullable
    Instant next(UUID queueId, Instant now) {
        OptionalTime next = jdbc.sql(NEXT)
                .param("queue", queueId)
                .param("now", time(now))
                .query(StandardMessages::optionalTime)
                .single();
        return next.at();
    }
}
