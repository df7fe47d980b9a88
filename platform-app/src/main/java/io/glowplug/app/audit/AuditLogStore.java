// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.audit;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table audit_log. Ids are in order of time, so they are cursors too. */
@Component
class AuditLogStore {

    private final JdbcClient jdbc;

    AuditLogStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void begin(AuditEntry entry) {
        jdbc.sql("""
                        insert into audit_log (id, at, access_key_id, action, resource, request_id, remote_address)
                        values (:id, :at, :key, :action, :resource, :request, :remote)
                        """)
                .param("id", entry.id())
                .param("at", OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC))
                .param("key", entry.accessKeyId())
                .param("action", entry.action())
                .param("resource", entry.resource())
                .param("request", entry.requestId())
                .param("remote", entry.remoteAddress())
                .update();
    }

    void end(UUID id, String outcome, int status) {
        jdbc.sql("update audit_log set outcome = :outcome, status = :status where id = :id")
                .param("outcome", outcome)
                .param("status", status)
                .param("id", id)
                .update();
    }

    /** Lists entries, newest first; what is null selects nothing away. */
    Page<AuditEntry> list(
            @Nullable String accessKeyId, @Nullable Instant from, @Nullable Instant to, PageRequest page) {
        List<AuditEntry> entries = jdbc.sql("""
                        select id, at, access_key_id, action, resource, request_id, remote_address, outcome, status
                          from audit_log
                         where (:key::text is null or access_key_id = :key)
                           and (:from::timestamptz is null or at >= :from)
                           and (:to::timestamptz is null or at < :to)
                           and (:after::uuid is null or id < :after)
                         order by id desc
                         limit :limit
                        """)
                .param("key", accessKeyId)
                .param("from", utc(from))
                .param("to", utc(to))
                .param("after", cursor(page.cursor()))
                .param("limit", page.limit() + 1)
                .query((row, number) -> entry(row))
                .list();
        boolean more = entries.size() > page.limit();
        List<AuditEntry> items = more ? entries.subList(0, page.limit()) : entries;
        return new Page<>(items, more ? items.getLast().id().toString() : null);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static @Nullable UUID cursor(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("cursor", "must be one that a list has given");
        }
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("access_key_id"),
                row.getString("action"),
                row.getString("resource"),
                row.getString("request_id"),
                row.getString("remote_address"),
                row.getString("outcome"),
                row.getObject("status", Integer.class));
    }
}
