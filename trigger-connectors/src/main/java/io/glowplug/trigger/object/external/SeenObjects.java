// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.external;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** What a trigger has seen in a bucket, and which events are planned and not known to be in the ledger. */
@Component
public final class SeenObjects {

    private static final String BETWEEN = """
            select key, etag, size, modified_at, removed, emission, position from external_object
            where trigger_id = :trigger and key > :after and (:through::text is null or key <= :through)
            """;
    private static final String PLANNED = """
            select key, etag, size, modified_at, removed, emission, position from external_object
            where trigger_id = :trigger and emission is not null order by emission, position
            """;
    private static final String REMEMBER = """
            insert into external_object as known
                (trigger_id, key, etag, size, modified_at, removed, emission, position)
            select :trigger, key, etag, size, at::timestamptz, removed, emission, position
            from unnest(:keys, :etags, :sizes, :times, :removed, :emissions, :positions)
                as row (key, etag, size, at, removed, emission, position)
            on conflict (trigger_id, key) do update set
                etag = excluded.etag, size = excluded.size, modified_at = excluded.modified_at,
                removed = excluded.removed, emission = excluded.emission, position = excluded.position
            where (known.etag, known.size, known.modified_at, known.removed)
                is distinct from (excluded.etag, excluded.size, excluded.modified_at, excluded.removed)
            returning key
            """;
    private static final String EMITTED = """
            update external_object set emission = null where trigger_id = :trigger and emission = any (:emissions)
            """;
    private static final String FORGET_REMOVED = """
            delete from external_object where trigger_id = :trigger and removed and emission is null
            """;
    private static final String FORGET_KEYS =
            "delete from external_object where trigger_id = :trigger and key = any (:keys)";
    private static final String FORGET = "delete from external_object where trigger_id = :trigger";

    private static final String FORGET_ORPHANS = """
            delete from external_object where not exists (select 1 from trigger where trigger.id = trigger_id)
            """;

    private final JdbcClient jdbc;

    public SeenObjects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns what was seen with keys after one and through another, or to the end; removed ones apart. */
    public Map<String, SeenObject> between(UUID triggerId, String after, @Nullable String through) {
        Map<String, SeenObject> seen = new HashMap<>();
        jdbc
                .sql(BETWEEN)
                .param("trigger", triggerId)
                .param("after", after)
                .param("through", through)
                .query((row, _) -> change(row))
                .list()
                .stream()
                .filter(change -> !change.removed())
                .forEach(change -> seen.put(change.object().key(), change.object()));
        return seen;
    }

    /** Returns the changes whose events may not be in the ledger, by event and position. */
    public List<PlannedChange> planned(UUID triggerId) {
        return jdbc.sql(PLANNED)
                .param("trigger", triggerId)
                .query((row, _) -> change(row))
                .list();
    }

    /** Takes objects for known without an event. */
    public void remember(UUID triggerId, Collection<SeenObject> objects) {
        store(
                triggerId,
                objects.stream().map(object -> new Row(object, false, null, 0)).toList());
    }

    /** Writes changes down before their events are emitted; returns the keys of those that nobody has written before. */
    public Set<String> plan(UUID triggerId, Collection<PlannedChange> changes) {
        return store(
                triggerId,
                changes.stream()
                        .map(change -> new Row(change.object(), change.removed(), change.emission(), change.position()))
                        .toList());
    }

    /** Takes events off the plan that are in the ledger. */
    public void emitted(UUID triggerId, Collection<UUID> emissions) {
        jdbc.sql(EMITTED)
                .param("trigger", triggerId)
                .param("emissions", new SqlArrayValue("uuid", emissions.toArray()))
                .update();
        jdbc.sql(FORGET_REMOVED).param("trigger", triggerId).update();
    }

    /** Forgets objects that are gone without an event. */
    public void forget(UUID triggerId, Collection<String> keys) {
        jdbc.sql(FORGET_KEYS)
                .param("trigger", triggerId)
                .param("keys", new SqlArrayValue("text", keys.toArray()))
                .update();
    }

    /** Forgets everything: the trigger begins afresh. */
    public void forget(UUID triggerId) {
        jdbc.sql(FORGET).param("trigger", triggerId).update();
    }

    /** Forgets what triggers had seen that are gone. */
    public void forgetOrphans() {
        jdbc.sql(FORGET_ORPHANS).update();
    }

    private record Row(
            SeenObject object, boolean removed, @Nullable UUID emission, int position) {}

    private Set<String> store(UUID triggerId, List<Row> rows) {
        if (rows.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql(REMEMBER)
                .param("trigger", triggerId)
                .param("keys", array("text", rows, row -> row.object().key()))
                .param("etags", array("text", rows, row -> row.object().eTag()))
                .param("sizes", array("int8", rows, row -> row.object().size()))
                .param(
                        "times",
                        array("text", rows, row -> row.object().modifiedAt().toString()))
                .param("removed", array("bool", rows, Row::removed))
                .param("emissions", array("uuid", rows, Row::emission))
                .param("positions", array("int4", rows, Row::position))
                .query(String.class)
                .list());
    }

    private static SqlArrayValue array(String type, List<Row> rows, Function<Row, @Nullable Object> column) {
        return new SqlArrayValue(type, rows.stream().map(column).toArray());
    }

    private static PlannedChange change(ResultSet row) throws SQLException {
        return new PlannedChange(
                new SeenObject(
                        row.getString("key"),
                        row.getString("etag"),
                        row.getLong("size"),
                        row.getObject("modified_at", OffsetDateTime.class)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toInstant()),
                row.getBoolean("removed"),
                row.getObject("emission", UUID.class),
                row.getInt("position"));
    }
}
