// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.trigger.StoredObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Objects as rows, and the files that each consists of. Changes happen in transactions of callers that hold the bucket. */
final class ObjectRows {

    static final JsonMapper JSON = JsonMapper.shared();
    static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private static final String COLUMNS = "id, bucket, key, size, etag, modified_at, headers, metadata";
    private static final String FIND =
            "select " + COLUMNS + " from stored_object where bucket = :bucket and key = :key";
    private static final String LIST = "select " + COLUMNS + """
             from stored_object where bucket = :bucket and key > :after and key >= :prefix
            order by key limit :limit
            """;
    private static final String SEGMENTS =
            "select file, size from object_segment where object_id = :object order by ordinal";
    private static final String PUT = """
            insert into stored_object (id, bucket, key, size, etag, modified_at, headers, metadata)
            values (:id, :bucket, :key, :size, :etag, :at, :headers::jsonb, :metadata::jsonb)
            on conflict (bucket, key) do update set
                id = excluded.id, size = excluded.size, etag = excluded.etag, modified_at = excluded.modified_at,
                headers = excluded.headers, metadata = excluded.metadata
            """;
    private static final String PUT_SEGMENTS = """
            insert into object_segment (file, object_id, ordinal, size)
            select file, :object, ordinal, size
            from unnest(:files, :sizes) with ordinality as segment (file, size, ordinal)
            """;
    private static final String DROP_SEGMENTS = """
            delete from object_segment where object_id =
                (select id from stored_object where bucket = :bucket and key = :key)
            returning file
            """;
    private static final String DELETE = "delete from stored_object where bucket = :bucket and key = :key";
    private static final String UNKNOWN_FILES = """
            select file from unnest(:files) as found (file)
            where not exists (select 1 from object_segment where object_segment.file = found.file)
                and not exists (select 1 from object_part where object_part.file = found.file)
            """;

    private final JdbcClient jdbc;

    ObjectRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An object with the id that its files go by. */
    record Row(UUID id, StoredObject object) {}

    Optional<Row> find(String bucket, String key) {
        return jdbc.sql(FIND)
                .param("bucket", bucket)
                .param("key", key)
                .query(ObjectRows::row)
                .optional();
    }

    List<StoredObject> list(String bucket, String prefix, String after, int limit) {
        return jdbc
                .sql(LIST)
                .param("bucket", bucket)
                .param("after", after)
                .param("prefix", prefix)
                .param("limit", limit)
                .query(ObjectRows::row)
                .list()
                .stream()
                .map(Row::object)
                .toList();
    }

    List<Segment> segments(UUID object) {
        return jdbc.sql(SEGMENTS)
                .param("object", object)
                .query((row, _) -> new Segment(row.getObject("file", UUID.class), row.getLong("size")))
                .list();
    }

    /** Writes the object in place of one with its key, and returns the files of that one. */
    List<UUID> put(UUID id, StoredObject object, List<Segment> segments) {
        List<UUID> dropped = dropSegments(object.bucket(), object.key());
        jdbc.sql(PUT)
                .param("id", id)
                .param("bucket", object.bucket())
                .param("key", object.key())
                .param("size", object.size())
                .param("etag", object.eTag())
                .param("at", OffsetDateTime.ofInstant(object.modifiedAt(), ZoneOffset.UTC))
                .param("headers", JSON.writeValueAsString(object.headers()))
                .param("metadata", JSON.writeValueAsString(object.metadata()))
                .update();
        jdbc.sql(PUT_SEGMENTS)
                .param("object", id)
                .param("files", array("uuid", segments, Segment::file))
                .param("sizes", array("int8", segments, Segment::size))
                .update();
        return dropped;
    }

    /** Removes the object and returns its files; empty if there is none. */
    Optional<List<UUID>> delete(String bucket, String key) {
        List<UUID> dropped = dropSegments(bucket, key);
        int deleted = jdbc.sql(DELETE).param("bucket", bucket).param("key", key).update();
        return deleted == 0 ? Optional.empty() : Optional.of(dropped);
    }

    /** Returns those of the files that belong to nobody. */
    List<UUID> unknownAmong(List<UUID> files) {
        return jdbc.sql(UNKNOWN_FILES)
                .param("files", array("uuid", files, file -> file))
                .query(UUID.class)
                .list();
    }

    private List<UUID> dropSegments(String bucket, String key) {
        return jdbc.sql(DROP_SEGMENTS)
                .param("bucket", bucket)
                .param("key", key)
                .query(UUID.class)
                .list();
    }

    private static <T> SqlArrayValue array(String type, List<T> rows, Function<T, Object> column) {
        return new SqlArrayValue(type, rows.stream().map(column).toArray());
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                new StoredObject(
                        row.getString("bucket"),
                        row.getString("key"),
                        row.getLong("size"),
                        row.getString("etag"),
                        row.getObject("modified_at", OffsetDateTime.class).toInstant(),
                        JSON.readValue(row.getString("headers"), TEXTS),
                        JSON.readValue(row.getString("metadata"), TEXTS)));
    }
}
