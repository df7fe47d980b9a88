// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static io.glowplug.trigger.queue.store.QueueDatabase.texts;
import static io.glowplug.trigger.queue.store.QueueDatabase.time;
import static io.glowplug.trigger.queue.store.QueueDatabase.uuids;

import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueDepth;
import io.glowplug.trigger.QueueSettings;
import io.glowplug.trigger.QueueSettings.DeadLetterRule;
import io.glowplug.trigger.QueueSettings.DeduplicationScope;
import io.glowplug.trigger.QueueSettings.Permission;
import io.glowplug.trigger.QueueSettings.RedriveAllowance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of queue. */
@Component
final class QueueRows {

    private static final String SELECT = """
            select q.*, d.name as dead_letter_queue from queue q left join queue d on d.id = q.dead_letter_queue_id
            """;

    private static final String INSERT = """
            insert into queue (id, name, fifo, visibility_timeout_seconds, delay_seconds, max_message_bytes,
                               retention_seconds, receive_wait_seconds, content_based_deduplication, deduplication_scope,
                               dead_letter_queue_id, max_receive_count, redrive_permission, redrive_sources, revision,
                               created_at, modified_at)
            values (:id, :name, :fifo, :visibilityTimeout, :delay, :maxBytes, :retention, :receiveWait, :contentBased,
                    :scope, :deadLetterQueue, :maxReceiveCount, :permission, :sources, 0, :now, :now)
            on conflict (name) do nothing
            """;

    private static final String UPDATE = """
            update queue
            set visibility_timeout_seconds = :visibilityTimeout, delay_seconds = :delay, max_message_bytes = :maxBytes,
                retention_seconds = :retention, receive_wait_seconds = :receiveWait,
                content_based_deduplication = :contentBased, deduplication_scope = :scope,
                dead_letter_queue_id = :deadLetterQueue, max_receive_count = :maxReceiveCount,
                redrive_permission = :permission, redrive_sources = :sources, revision = revision + 1,
                modified_at = :now
            where id = :id
            """;

    private static final String LIST = SELECT + """
            where q.name > :after and q.name >= :prefix and starts_with(q.name, :prefix) order by q.name limit :limit
            """;

    private static final String DEPTHS = """
            select q.name, count(m.sequence) filter (where m.visible_at <= :now) as visible,
                   count(m.sequence) filter (where m.visible_at > :now and m.receipt is not null) as in_flight,
                   count(m.sequence) filter (where m.visible_at > :now and m.receipt is null) as delayed,
                   min(m.sent_at) as oldest
            from queue q left join queue_message m
                on m.queue_id = q.id and m.sent_at > :now - make_interval(secs => q.retention_seconds)
            where q.name = any(:names)
            group by q.name
            """;

    private final JdbcClient jdbc;

    QueueRows(QueueDatabase database) {
        this.jdbc = database.jdbc();
    }

    Optional<QueueDefinition> find(String name) {
        return jdbc.sql(SELECT + " where q.name = :name")
                .param("name", name)
                .query(QueueRows::definition)
                .optional();
    }

    /** Finds it and keeps it from being changed or removed until the transaction ends. */
    Optional<QueueDefinition> findForUpdate(String name) {
        return jdbc.sql(SELECT + " where q.name = :name for update of q")
                .param("name", name)
                .query(QueueRows::definition)
                .optional();
    }

    /** Finds it and keeps it from being removed until the transaction ends. */
    Optional<QueueDefinition> findForReference(String name) {
        return jdbc.sql(SELECT + " where q.name = :name for share of q")
                .param("name", name)
                .query(QueueRows::definition)
                .optional();
    }

    List<QueueDefinition> list(String prefix, String after, int limit) {
        return jdbc.sql(LIST)
                .param("prefix", prefix)
                .param("after", after)
                .param("limit", limit)
                .query(QueueRows::definition)
                .list();
    }

    boolean insert(QueueDefinition queue, @Nullable UUID deadLetterQueue) {
        return parameters(jdbc.sql(INSERT), queue, deadLetterQueue)
                        .param("name", queue.name())
                        .param("fifo", queue.fifo())
                        .update()
                == 1;
    }

    void update(QueueDefinition queue, @Nullable UUID deadLetterQueue) {
        parameters(jdbc.sql(UPDATE), queue, deadLetterQueue).update();
    }

    private static JdbcClient.StatementSpec parameters(
            JdbcClient.StatementSpec statement, QueueDefinition queue, @Nullable UUID deadLetterQueue) {
        QueueSettings settings = queue.settings();
        DeadLetterRule rule = settings.deadLetter();
        return statement
                .param("id", queue.id())
                .param("visibilityTimeout", settings.visibilityTimeoutSeconds())
                .param("delay", settings.delaySeconds())
                .param("maxBytes", settings.maxMessageBytes())
                .param("retention", settings.retentionSeconds())
                .param("receiveWait", settings.receiveWaitSeconds())
                .param("contentBased", settings.contentBasedDeduplication())
                .param("scope", label(settings.deduplicationScope()))
                .param("deadLetterQueue", deadLetterQueue)
                .param("maxReceiveCount", rule == null ? null : rule.maxReceiveCount())
                .param("permission", label(settings.redriveAllow().permission()))
                .param("sources", texts(settings.redriveAllow().sources(), name -> name))
                .param("now", time(queue.modifiedAt()));
    }

    void delete(UUID id) {
        jdbc.sql("delete from queue where id = :id").param("id", id).update();
    }

    List<String> deadLetterSources(UUID id) {
        return jdbc.sql("select name from queue where dead_letter_queue_id = :id order by name")
                .param("id", id)
                .query(String.class)
                .list();
    }

    /** The names of queues, gone ones left out. */
    Map<UUID, String> names(Collection<UUID> ids) {
        Map<UUID, String> names = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("select id, name from queue where id = any(:ids)")
                    .param("ids", uuids(ids, id -> id))
                    .query(row -> {
                        names.put(row.getObject("id", UUID.class), row.getString("name"));
                    });
        }
        return names;
    }

    Map<String, QueueDepth> depths(Collection<String> names, Instant now) {
        Map<String, QueueDepth> depths = new HashMap<>();
        jdbc.sql(DEPTHS)
                .param("names", texts(names, name -> name))
                .param("now", time(now))
                .query(row -> {
                    OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
                    depths.put(
                            row.getString("name"),
                            new QueueDepth(
                                    row.getLong("visible"),
                                    row.getLong("in_flight"),
                                    row.getLong("delayed"),
                                    oldest == null ? null : oldest.toInstant()));
                });
        return depths;
    }

    private static QueueDefinition definition(ResultSet row, int number) throws SQLException {
        String deadLetterQueue = row.getString("dead_letter_queue");
        return new QueueDefinition(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getBoolean("fifo"),
                new QueueSettings(
                        row.getInt("visibility_timeout_seconds"),
                        row.getInt("delay_seconds"),
                        row.getInt("max_message_bytes"),
                        row.getInt("retention_seconds"),
                        row.getInt("receive_wait_seconds"),
                        deadLetterQueue == null
                                ? null
                                : new DeadLetterRule(deadLetterQueue, row.getInt("max_receive_count")),
                        new RedriveAllowance(
                                of(Permission.class, row.getString("redrive_permission")), List.of((String[])
                                        row.getArray("redrive_sources").getArray())),
                        row.getBoolean("content_based_deduplication"),
                        of(DeduplicationScope.class, row.getString("deduplication_scope"))),
                row.getLong("revision"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("modified_at", OffsetDateTime.class).toInstant());
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E of(Class<E> type, String label) {
        return Enum.valueOf(type, label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
