// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static io.glowplug.trigger.queue.store.QueueDatabase.longs;
import static io.glowplug.trigger.queue.store.QueueDatabase.texts;
import static io.glowplug.trigger.queue.store.QueueDatabase.time;
import static io.glowplug.trigger.queue.store.QueueDatabase.uuids;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was sent to FIFO queues a short time ago. Needs the caller's transaction. */
@Component
final class Deduplication {

    /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final String CLAIM = """
            insert into queue_deduplication as known (queue_id, scope, deduplication_id, message_id, sequence, expires_at)
            select queue_id, scope, deduplication_id, message_id, sequence, :expires
            from unnest(:queues, :scopes, :deduplicationIds, :ids, :sequences) with ordinality
                as row (queue_id, scope, deduplication_id, message_id, sequence, place)
            order by place
            on conflict (queue_id, scope, deduplication_id) do update
            set message_id = excluded.message_id, sequence = excluded.sequence, expires_at = excluded.expires_at
            where known.expires_at <= :now
            """;

    private static final String READ = """
            select k.queue_id, k.scope, k.deduplication_id, k.message_id, k.sequence
            from queue_deduplication k
            where (k.queue_id, k.scope, k.deduplication_id) in (select * from unnest(:queues, :scopes, :deduplicationIds))
            """;

    private static final String FORGET = "delete from queue_deduplication where expires_at <= :now";

    private record Key(UUID queueId, String scope, String id) {
        /** The same for everybody, since claims of one key wait for each other. */
        static final Comparator<Key> ORDER = Comparator.comparing((Key key) -> key.queueId.toString())
                .thenComparing(Key::scope)
                .thenComparing(Key::id);

        static Key of(NewMessage message) {
            return new Key(message.queueId(), message.scope(), String.valueOf(message.deduplicationId()));
        }
    }

    /** The message that a deduplication id stands for. */
    record Known(UUID messageId, long sequence) {}

    private record Claim(Key key, UUID messageId, long sequence) {}

    private final JdbcClient jdbc;

    Deduplication(QueueDatabase database) {
        this.jdbc = database.jdbc();
    }

    /** Returns for each message the first one with its deduplication id, which is itself where there is none. */
    Map<NewMessage, Known> claim(List<NewMessage> messages, List<Long> numbers, Instant now) {
        Map<Key, Claim> firsts = new LinkedHashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            Key key = Key.of(messages.get(i));
            firsts.putIfAbsent(key, new Claim(key, messages.get(i).id(), numbers.get(i)));
        }
        List<Claim> claims = new ArrayList<>(firsts.values());
        claims.sort(Comparator.comparing(Claim::key, Key.ORDER));
        jdbc.sql(CLAIM)
                .param("queues", uuids(claims, claim -> claim.key().queueId()))
                .param("scopes", texts(claims, claim -> claim.key().scope()))
                .param("deduplicationIds", texts(claims, claim -> claim.key().id()))
                .param("ids", uuids(claims, Claim::messageId))
                .param("sequences", longs(claims, Claim::sequence))
                .param("expires", time(now, REMEMBERED))
                .param("now", time(now))
                .update();
        Map<Key, Known> held = read(claims);
        Map<NewMessage, Known> known = new HashMap<>();
        messages.forEach(message -> {
            Known first = held.get(Key.of(message));
            if (first != null) {
                known.put(message, first);
            }
        });
        return known;
    }

    private Map<Key, Known> read(List<Claim> claims) {
        Map<Key, Known> held = new HashMap<>();
        jdbc.sql(READ)
                .param("queues", uuids(claims, claim -> claim.key().queueId()))
                .param("scopes", texts(claims, claim -> claim.key().scope()))
                .param("deduplicationIds", texts(claims, claim -> claim.key().id()))
                .query(row -> {
                    held.put(
                            new Key(
                                    row.getObject("queue_id", UUID.class),
                                    row.getString("scope"),
                                    row.getString("deduplication_id")),
                            new Known(row.getObject("message_id", UUID.class), row.getLong("sequence")));
                });
        return held;
    }

    void forget(Instant now) {
        jdbc.sql(FORGET).param("now", time(now)).update();
    }
}
