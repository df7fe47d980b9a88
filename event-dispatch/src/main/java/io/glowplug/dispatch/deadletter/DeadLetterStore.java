// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import io.glowplug.dispatch.search.Cursors.TimeAndId;
import io.glowplug.runtime.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of the dead-letter queue. */
class DeadLetterStore {

    private static final String LIST = "select * from dead_letter {where} order by dead_at desc, id desc limit :limit";

    private static final String FIND = "select * from dead_letter where id = :id";

    private static final String TARGETS = "select distinct function_name, qualifier from dead_letter {where}";

    private static final String PURGE = "delete from dead_letter {where}";

    private static final String CHOOSE_ONE =
            "select * from dead_letter where id = :id and redriven_as is null for update";

    private static final String CHOOSE_BATCH = """
            select * from dead_letter {where} order by dead_at, id limit cardinality(cast(:newIds as uuid[])) for update
            """;

    /**
     * Makes an invocation of each chosen dead letter and marks it. The payload goes along only where it is not the
     * event's own: edited now or before a former redrive, narrowed to failed records, or the event is gone. Due and
     * accepted are one instant, so that the maximum event age does not run while the rate holds an invocation back.
     */
    private static final String REDRIVE = """
            with chosen as materialized ({chosen}),
            fresh as (
                select chosen.*, ids.id as new_id,
                    cast(:firstDue as timestamptz) + (ids.position - 1) * cast(:gapSeconds as float8) * interval '1 s' as due
                from (select *, row_number() over (order by dead_at, id) as position from chosen) chosen
                join unnest(cast(:newIds as uuid[])) with ordinality as ids (id, position) using (position)),
            marked as (
                update dead_letter d set redriven_as = fresh.new_id, redriven_at = :now
                from fresh where d.id = fresh.id),
            made as (
                insert into invocation (id, event_id, function_name, qualifier, trigger_id, state, attempt, visible_at,
                    accepted_at, payload, redrive_of)
                select new_id, event_id, function_name, qualifier, trigger_id, 'waiting', 0, due, due,
                    coalesce(cast(:edited as bytea), case when not exists (
                        select 1 from event e where e.id = fresh.event_id and e.payload = fresh.payload)
                        then fresh.payload end),
                    id
                from fresh
                returning function_name, trigger_id)
            select function_name, trigger_id, count(*) as accepted from made group by function_name, trigger_id
            """;

    private final JdbcClient jdbc;

    DeadLetterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A function and qualifier that dead letters are addressed to. */
    record Target(String functionName, @Nullable String qualifier) {}

    /** When redriven invocations become due: the first at once, each further one by {@code gap} later. */
    record Pace(Instant now, Instant firstDue, Duration gap) {

        static Pace atOnce(Instant now) {
            return new Pace(now, now, Duration.ZERO);
        }
    }

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

    List<Target> targets(DeadLetterQuery query) {
        Conditions conditions = matching(query).and("redriven_as is null");
        return jdbc.sql(conditions.complete(TARGETS))
                .params(conditions.parameters())
                .query((row, _) -> new Target(row.getString("function_name"), row.getString("qualifier")))
                .list();
    }

    /** Redrives that one if it was not redriven before, and returns what the ledger has to count: nothing or one. */
    List<LedgerDelta> redrive(UUID id, UUID newId, @Nullable Payload edited, Instant now) {
        return redrive(
                jdbc.sql(REDRIVE.replace("{chosen}", CHOOSE_ONE)).param("id", id),
                List.of(newId),
                edited,
                Pace.atOnce(now));
    }

    /** Redrives the oldest that match, at most as many as there are new ids. */
    List<LedgerDelta> redriveBatch(DeadLetterQuery query, List<UUID> newIds, Pace pace) {
        Conditions conditions = matching(query).and("redriven_as is null");
        String sql = conditions.complete(REDRIVE.replace("{chosen}", CHOOSE_BATCH));
        return redrive(jdbc.sql(sql).params(conditions.parameters()), newIds, null, pace);
    }

    long purge(DeadLetterQuery query) {
        Conditions conditions = matching(query);
        return jdbc.sql(conditions.complete(PURGE))
                .params(conditions.parameters())
                .update();
    }

    private static List<LedgerDelta> redrive(
            JdbcClient.StatementSpec statement, List<UUID> newIds, @Nullable Payload edited, Pace pace) {
        return statement
                .param("newIds", newIds.toArray(UUID[]::new))
                .param("edited", edited == null ? null : edited.bytes())
                .param("now", pace.now().atOffset(ZoneOffset.UTC))
                .param("firstDue", pace.firstDue().atOffset(ZoneOffset.UTC))
                .param("gapSeconds", pace.gap().toNanos() / 1e9)
                .query((row, _) -> LedgerDelta.accepted(
                        row.getString("function_name"), Columns.optionalId(row, "trigger_id"), row.getLong("accepted")))
                .list();
    }

    private static Conditions matching(DeadLetterQuery query) {
        Conditions conditions = new Conditions()
                .and("function_name = :function", "function", query.functionName())
                .and("trigger_id = :trigger", "trigger", query.triggerId())
                .and("error_type = :error", "error", query.errorType())
                .and("dead_at >= :from", "from", query.from())
                .and("dead_at < :to", "to", query.to());
        return query.includeRedriven() ? conditions : conditions.and("redriven_as is null");
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
                Columns.optionalId(row, "redriven_as"),
                Columns.optionalInstant(row, "redriven_at"));
    }
}
