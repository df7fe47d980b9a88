// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import io.glowplug.dispatch.search.Cursors.TimeAndId;
import io.glowplug.runtime.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the rows of the dead-letter queue, and locks those that are about to be sent again. */
public class DeadLetterStore {

    private static final String LIST = "select * from dead_letter {where} order by dead_at desc, id desc limit :limit";

    private static final String FIND = "select * from dead_letter where id = :id and purged_at is null";

    private static final String COUNT = "select count(*) from dead_letter {where}";

    private static final String TARGETS = "select distinct function_name, qualifier from dead_letter {where}";

    /** The hash is that of the call that had the key: an edited payload does not make another call of it. */
    private static final String LOCK = """
            select d.id, d.function_name, d.qualifier, d.trigger_id, d.dead_at, d.idempotency_key, d.idempotency_seconds,
                octet_length(d.payload) as bytes,
                case when d.idempotency_key is not null then encode(sha256(
                    coalesce((select e.payload from event e where e.id = d.event_id), d.payload)), 'hex') end as sha256
            from dead_letter d {where} order by d.dead_at, d.id limit :limit for update of d
            """;

    private final JdbcClient jdbc;

    public DeadLetterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A function and qualifier that dead letters are addressed to. */
    public record Target(String functionName, @Nullable String qualifier) {}

    /**
     * A dead letter that nobody else can redrive or purge before the transaction ends.
     *
     * @param key what it needs to take its idempotency key again, or null if it had none
     */
    public record Locked(
            UUID id,
            String functionName,
            @Nullable String qualifier,
            @Nullable UUID triggerId,
            Instant deadAt,
            int bytes,
            @Nullable FreedKey key) {}

    /** An idempotency key that its invocation had until it died. */
    public record FreedKey(String key, String payloadSha256, int seconds) {}

    List<DeadLetter> list(DeadLetterQuery query, @Nullable TimeAndId cursor, int limit) {
        Conditions conditions = matching(query).andBefore("(dead_at, id) < (:cursorTime, :cursorId)", cursor);
        return jdbc.sql(conditions.complete(LIST))
                .params(conditions.parameters())
                .param("limit", limit)
                .query((row, _) -> deadLetter(row))
                .list();
    }

    Optional<DeadLetter> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query((row, _) -> deadLetter(row)).optional();
    }

    /** Counts those that are not redriven yet and died until that instant. */
    public long count(DeadLetterQuery query, Instant diedUntil) {
        Conditions conditions = open(query, diedUntil);
        return jdbc.sql(conditions.complete(COUNT))
                .params(conditions.parameters())
                .query(Long.class)
                .single();
    }

    /** Returns where those are addressed to that are not redriven yet and died until that instant. */
    public List<Target> targets(DeadLetterQuery query, Instant diedUntil) {
        Conditions conditions = open(query, diedUntil);
        return jdbc.sql(conditions.complete(TARGETS))
                .params(conditions.parameters())
                .query((row, _) -> new Target(row.getString("function_name"), row.getString("qualifier")))
                .list();
    }

    /** Locks the oldest that match after that place, of those that are not redriven yet and died until that instant. */
    public List<Locked> lock(DeadLetterQuery query, Instant diedUntil, @Nullable TimeAndId after, int limit) {
        Conditions conditions = open(query, diedUntil).andBefore("(dead_at, id) > (:cursorTime, :cursorId)", after);
        return lock(conditions, limit);
    }

    /** Locks that one, unless it was redriven or purged before. */
    Optional<Locked> lock(UUID id) {
        Conditions conditions = new Conditions()
                .and("id = :id", "id", id)
                .and("redriven_as is null")
                .and("purged_at is null");
        return lock(conditions, 1).stream().findFirst();
    }

    private List<Locked> lock(Conditions conditions, int limit) {
        return jdbc.sql(conditions.complete(LOCK))
                .params(conditions.parameters())
                .param("limit", limit)
                .query((row, _) -> locked(row))
                .list();
    }

    private static Conditions open(DeadLetterQuery query, Instant diedUntil) {
        return matching(query).and("redriven_as is null").and("dead_at <= :diedUntil", "diedUntil", diedUntil);
    }

    static Conditions matching(DeadLetterQuery query) {
        Conditions conditions = new Conditions()
                .and("purged_at is null")
                .and("function_name = :function", "function", query.functionName())
                .and("trigger_id = :trigger", "trigger", query.triggerId())
                .and("error_type = :error", "error", query.errorType())
                .and("fingerprint = :fingerprint", "fingerprint", query.fingerprint())
                .and(
                        "id = any(:ids)",
                        "ids",
                        query.ids() == null ? null : query.ids().toArray(UUID[]::new))
                .and("dead_at >= :from", "from", query.from())
                .and("dead_at < :to", "to", query.to());
        return query.includeRedriven() ? conditions : conditions.and("redriven_as is null");
    }

    private static Locked locked(ResultSet row) throws SQLException {
        String key = row.getString("idempotency_key");
        int seconds = row.getInt("idempotency_seconds");
        return new Locked(
                Columns.id(row, "id"),
                row.getString("function_name"),
                row.getString("qualifier"),
                Columns.optionalId(row, "trigger_id"),
                Columns.instant(row, "dead_at"),
                row.getInt("bytes"),
                key == null || seconds == 0 ? null : new FreedKey(key, row.getString("sha256"), seconds));
    }

    private static DeadLetter deadLetter(ResultSet row) throws SQLException {
        return new DeadLetter(
                Columns.id(row, "id"),
                Columns.id(row, "event_id"),
                row.getString("function_name"),
                row.getString("qualifier"),
                Columns.optionalId(row, "trigger_id"),
                Columns.constant(row, "reason", DeadLetterReason.class),
                row.getString("error_type"),
                row.getString("error_message"),
                row.getInt("attempts"),
                Payload.wrap(row.getBytes("payload")),
                Columns.attributes(row, "attributes"),
                Columns.instant(row, "accepted_at"),
                Columns.instant(row, "dead_at"),
                Columns.id(row, "fingerprint"),
                Columns.optionalId(row, "redrive_of"),
                Columns.optionalId(row, "redriven_as"),
                Columns.optionalInstant(row, "redriven_at"),
                Columns.optionalId(row, "redrive_id"));
    }
}
