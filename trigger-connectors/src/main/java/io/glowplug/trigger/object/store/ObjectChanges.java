// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.dispatch.Hints;
import io.glowplug.trigger.ObjectActor;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
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
    private final Hints hints;

    ObjectChanges(JdbcClient jdbc, Hints hints) {
        this.jdbc = jdbc;
        this.hints = hints;
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

    /** Tells the readers of a bucket that there may be something new, after its commit. */
    void announce(String bucket) {
        hints.raise(topic(bucket));
    }

    /** Calls the listener when there may be something new in a bucket, until what is returned is closed. */
    public Hints.Listening listen(String bucket, Runnable listener) {
        return hints.listen(topic(bucket), listener);
    }

    /** Topics have no dots. Two buckets with one topic only wake each other. */
    private static String topic(String bucket) {
        return "object:" + bucket.replace('.', ':');
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
