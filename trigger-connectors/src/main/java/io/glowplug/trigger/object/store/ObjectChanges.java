// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.trigger.ObjectActor;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The record of what happened to objects, which triggers read. */
public final class ObjectChanges {

    private static final String APPEND = """
            insert into object_change
                (bucket, number, event, key, size, etag, at, principal, source_address, request_id)
            values (:bucket, nextval('object_change_number'), :event, :key, :size, :etag, :at, :principal, :address,
                :request)
            """;
    private static final String READ = """
            select bucket, number, event, key, size, etag, at, principal, source_address, request_id
            from object_change where bucket = :bucket and number > :after order by number limit :limit
            """;
    private static final String COUNT = """
            select count(*) from (
                select 1 from object_change where bucket = :bucket and number > :after limit :most) as waiting
            """;
    private static final String BUCKETS = "select distinct bucket from object_change where at < :before";
    private static final String PRUNE = """
            delete from object_change where bucket = :bucket and number <= :through and at < :before
            """;

    private final JdbcClient jdbc;
    private final Map<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    ObjectChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes one, in the transaction of a caller that holds the bucket's row. */
    void append(
            String bucket,
            String event,
            String key,
            @Nullable Long size,
            @Nullable String eTag,
            Instant at,
            ObjectActor actor) {
        jdbc.sql(APPEND)
                .param("bucket", bucket)
                .param("event", event)
                .param("key", key)
                .param("size", size)
                .param("etag", eTag)
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .param("principal", actor.principal())
                .param("address", actor.sourceAddress())
                .param("request", actor.requestId())
                .update();
    }

    /** Tells this node's readers of a bucket that there is something new, after its commit. */
    void announce(String bucket) {
        listeners.getOrDefault(bucket, Set.of()).forEach(Runnable::run);
    }

    /** Has the listener called, on any thread, after each change that this node makes in a bucket. */
    public void listen(String bucket, Runnable listener) {
        listeners.computeIfAbsent(bucket, _ -> new CopyOnWriteArraySet<>()).add(listener);
    }

    public void unlisten(String bucket, Runnable listener) {
        listeners.computeIfPresent(bucket, (_, set) -> {
            set.remove(listener);
            return set.isEmpty() ? null : set;
        });
    }

    /** Returns the changes of a bucket after that number, in order. */
    public List<ObjectChange> after(String bucket, long number, int limit) {
        return jdbc.sql(READ)
                .param("bucket", bucket)
                .param("after", number)
                .param("limit", limit)
                .query((row, _) -> new ObjectChange(
                        row.getString("bucket"),
                        row.getLong("number"),
                        row.getString("event"),
                        row.getString("key"),
                        row.getObject("size", Long.class),
                        row.getString("etag"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        new ObjectActor(
                                row.getString("principal"),
                                row.getString("source_address"),
                                row.getString("request_id"))))
                .list();
    }

    /** Counts the changes of a bucket after that number, but no further than {@code most}. */
    public long countAfter(String bucket, long number, int most) {
        return jdbc.sql(COUNT)
                .param("bucket", bucket)
                .param("after", number)
                .param("most", most)
                .query(Long.class)
                .single();
    }

    /** Returns the buckets with changes from before that time. */
    public List<String> bucketsWithChangesBefore(Instant time) {
        return jdbc.sql(BUCKETS)
                .param("before", OffsetDateTime.ofInstant(time, ZoneOffset.UTC))
                .query(String.class)
                .list();
    }

    /** Removes the changes of a bucket up to that number, as far as they are from before that time. */
    public int prune(String bucket, long through, Instant before) {
        return jdbc.sql(PRUNE)
                .param("bucket", bucket)
                .param("through", through)
                .param("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
                .update();
    }
}
