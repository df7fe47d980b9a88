// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ObjectBucket;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Buckets as rows. Whoever changes what is in one holds its row until the commit. */
final class BucketRows {

    private static final String CREATE = """
            insert into object_bucket (name, created_at, created_by) values (:name, :at, :by)
            on conflict (name) do nothing
            """;
    private static final String FIND = "select name, created_at, created_by from object_bucket where name = :name";
    private static final String LIST = """
            select name, created_at, created_by from object_bucket where name > :after order by name limit :limit
            """;
    private static final String HOLD = "select 1 from object_bucket where name = :name for no key update";
    private static final String DELETE = "delete from object_bucket where name = :name";

    private final JdbcClient jdbc;

    BucketRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean create(ObjectBucket bucket) {
        return jdbc.sql(CREATE)
                        .param("name", bucket.name())
                        .param("at", OffsetDateTime.ofInstant(bucket.createdAt(), ZoneOffset.UTC))
                        .param("by", bucket.createdBy())
                        .update()
                == 1;
    }

    Optional<ObjectBucket> find(String name) {
        return jdbc.sql(FIND).param("name", name).query(BucketRows::bucket).optional();
    }

    List<ObjectBucket> list(String after, int limit) {
        return jdbc.sql(LIST)
                .param("after", after)
                .param("limit", limit)
                .query(BucketRows::bucket)
                .list();
    }

    /**
     * Holds the bucket until the end of the caller's transaction: from here on nothing else is written to it, and what
     * the caller sees of it is the latest.
     */
    void hold(String name) {
        if (jdbc.sql(HOLD).param("name", name).query(Integer.class).optional().isEmpty()) {
            throw unknown(name);
        }
    }

    void delete(String name) {
        try {
            if (jdbc.sql(DELETE).param("name", name).update() == 0) {
                throw unknown(name);
            }
        } catch (DataIntegrityViolationException inUse) {
            throw RefusedException.conflict("The bucket " + name + " is not empty: it has objects, or uploads that have"
                    + " begun, which have to be removed first.");
        }
    }

    static RefusedException unknown(String name) {
        return RefusedException.notFound("There is no bucket called " + name + ".");
    }

    private static ObjectBucket bucket(ResultSet row, int number) throws SQLException {
        return new ObjectBucket(
                row.getString("name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"));
    }
}
