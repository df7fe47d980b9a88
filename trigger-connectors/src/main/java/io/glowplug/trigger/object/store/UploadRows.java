// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ObjectDraft;
import io.glowplug.trigger.ObjectPart;
import io.glowplug.trigger.ObjectUpload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Uploads in parts as rows. */
final class UploadRows {

    private static final String BEGIN = """
            insert into object_upload (id, bucket, key, started_at, headers, metadata)
            values (:id, :bucket, :key, :at, :headers::jsonb, :metadata::jsonb)
            """;
    private static final String LIST = """
            select id, bucket, key, started_at from object_upload where bucket = :bucket order by key, id limit 1000
            """;
    private static final String FIND = "select id, bucket, key, started_at from object_upload where id = :id";
    private static final String DRAFT = "select bucket, key, headers, metadata from object_upload where id = :id";
    private static final String HOLD = DRAFT + " for update";
    private static final String OLD = "select id from object_upload where started_at < :before limit 100";
    private static final String PARTS = """
            select number, file, size, etag, modified_at, checksums from object_part where upload_id = :id order by number
            """;
    private static final String FORMER_PART = """
            delete from object_part where upload_id = :id and number = :number returning file
            """;
    private static final String PUT_PART = """
            insert into object_part (upload_id, number, file, size, etag, modified_at, checksums)
            values (:id, :number, :file, :size, :etag, :at, :checksums::jsonb)
            """;
    private static final String DROP_PARTS = "delete from object_part where upload_id = :id";
    private static final String DROP = "delete from object_upload where id = :id";

    private final JdbcClient jdbc;

    UploadRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A part with its file. */
    record Row(UUID file, ObjectPart part) {}

    void begin(UUID id, ObjectDraft draft, Instant at) {
        try {
            jdbc.sql(BEGIN)
                    .param("id", id)
                    .param("bucket", draft.bucket())
                    .param("key", draft.key())
                    .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                    .param("headers", ObjectRows.JSON.writeValueAsString(draft.headers()))
                    .param("metadata", ObjectRows.JSON.writeValueAsString(draft.metadata()))
                    .update();
        } catch (DataIntegrityViolationException noBucket) {
            throw BucketRows.unknown(draft.bucket());
        }
    }

    List<ObjectUpload> list(String bucket) {
        return jdbc.sql(LIST).param("bucket", bucket).query(UploadRows::upload).list();
    }

    List<UUID> startedBefore(Instant time) {
        return jdbc.sql(OLD)
                .param("before", OffsetDateTime.ofInstant(time, ZoneOffset.UTC))
                .query(UUID.class)
                .list();
    }

    /** Returns the upload, or refuses if it is not there. */
    ObjectUpload find(UUID id) {
        return jdbc.sql(FIND)
                .param("id", id)
                .query(UploadRows::upload)
                .optional()
                .orElseThrow(() -> unknown(id));
    }

    /** Returns what the upload becomes. */
    ObjectDraft draft(UUID id) {
        return draft(id, DRAFT);
    }

    /** Returns what the upload becomes, and holds it until the end of the caller's transaction. */
    ObjectDraft hold(UUID id) {
        return draft(id, HOLD);
    }

    private ObjectDraft draft(UUID id, String sql) {
        return jdbc.sql(sql)
                .param("id", id)
                .query((row, _) -> new ObjectDraft(
                        row.getString("bucket"),
                        row.getString("key"),
                        ObjectRows.JSON.readValue(row.getString("headers"), ObjectRows.TEXTS),
                        ObjectRows.JSON.readValue(row.getString("metadata"), ObjectRows.TEXTS)))
                .optional()
                .orElseThrow(() -> unknown(id));
    }

    List<Row> parts(UUID id) {
        return jdbc.sql(PARTS)
                .param("id", id)
                .query((row, _) -> new Row(
                        row.getObject("file", UUID.class),
                        new ObjectPart(
                                row.getInt("number"),
                                row.getLong("size"),
                                row.getString("etag"),
                                row.getObject("modified_at", OffsetDateTime.class)
                                        .toInstant(),
                                ObjectRows.JSON.readValue(row.getString("checksums"), ObjectRows.TEXTS))))
                .list();
    }

    /** Writes a part in place of one with its number, and returns the file of that one. */
    List<UUID> put(UUID id, Row row) {
        List<UUID> former = jdbc.sql(FORMER_PART)
                .param("id", id)
                .param("number", row.part().number())
                .query(UUID.class)
                .list();
        jdbc.sql(PUT_PART)
                .param("id", id)
                .param("number", row.part().number())
                .param("file", row.file())
                .param("size", row.part().size())
                .param("etag", row.part().eTag())
                .param("at", OffsetDateTime.ofInstant(row.part().modifiedAt(), ZoneOffset.UTC))
                .param(
                        "checksums",
                        ObjectRows.JSON.writeValueAsString(row.part().checksums()))
                .update();
        return former;
    }

    void remove(UUID id) {
        jdbc.sql(DROP_PARTS).param("id", id).update();
        jdbc.sql(DROP).param("id", id).update();
    }

    private static ObjectUpload upload(ResultSet row, int number) throws SQLException {
        return new ObjectUpload(
                row.getObject("id", UUID.class),
                row.getString("bucket"),
                row.getString("key"),
                row.getObject("started_at", OffsetDateTime.class).toInstant());
    }

    static RefusedException unknown(UUID id) {
        return RefusedException.notFound("There is no upload " + id + ": it was completed or aborted, or never began.");
    }
}
