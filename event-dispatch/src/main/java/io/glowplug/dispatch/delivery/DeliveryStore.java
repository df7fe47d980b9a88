// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import io.glowplug.dispatch.DeliveryOutcome.DeliveredWithin;
import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.dispatch.delivery.LeasedDelivery.Target;
import io.glowplug.dispatch.delivery.wire.Outcome;
import io.glowplug.dispatch.delivery.wire.Outcome.Content;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.store.Fence;
import io.glowplug.dispatch.store.SqlArrays;
import io.glowplug.dispatch.store.StoredText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leases deliveries to this node, and writes down what became of them. */
public final class DeliveryStore {

    /** Longer than any try takes. */
    private static final Duration LEASE = Duration.ofSeconds(50);

    /**
     * Takes the oldest due rows of each destination, so that one whose receiver is slow or dead does not keep the others
     * waiting. The step is materialised because the planner may otherwise repeat a limited locking query. A row that was
     * running was cut off: that is written down here, and spends a try.
     */
    private static final String LEASE_DUE = """
        with due as materialized (
            select picked.*
            from destination d
            left join unnest(:busy, :busyCounts) as busy (id, count) on busy.id = d.id
            cross join lateral (
                select q.id, q.state, q.attempt, q.leased_by, q.leased_at, q.visible_at, d.target
                from delivery q
                where q.destination_id = d.id and q.ended_at is null and q.visible_at <= :now
                order by q.visible_at
                limit greatest(0, :perDestination - coalesce(busy.count, 0))
                for update skip locked) picked
            order by picked.visible_at
            limit :free
        ), cut_off as (
            insert into delivery_attempt (delivery_id, attempt, outcome, node, target, started_at, ended_at,
                                          error_type, error_message)
            select id, attempt, 'lease-lost', leased_by, target, leased_at, :now, 'LeaseLost',
                   'The node vanished during the try.'
            from due where state = 'running'
            on conflict (delivery_id, attempt) do nothing
        ), leased as (
            update delivery q
            set state = 'running', attempt = q.attempt + 1, leased_by = :node, leased_at = :now,
                visible_at = :leaseEnd, failures = q.failures + case q.state when 'running' then 1 else 0 end
            where q.id = any (array(select id from due))
            returning q.*
        )
        select leased.*, d.id as d_id, d.type as d_type, d.settings as d_settings, d.target as d_target,
               d.secret as d_secret, d.max_retries, d.min_backoff_seconds, d.max_backoff_seconds, d.max_age_seconds
        from leased join destination d on d.id = leased.destination_id
        """;

    /** What is delivered needs its contents no longer. */
    private static final String SETTLE = """
        with settled as (
            update delivery q
            set state = o.state, leased_by = null, leased_at = null, failures = o.failures,
                visible_at = case o.state when 'waiting' then o.visible_at else q.visible_at end,
                ended_at = case when o.state <> 'waiting' then cast(:now as timestamptz) end,
                last_error = o.last_error, made_event = o.made_event,
                payload = case when o.state <> 'delivered' then q.payload end,
                answer = case when o.state <> 'delivered' then q.answer end
            from unnest(:ids, :attempts, :states, :failures, :due, :lastErrors, :madeEvents)
                as o (id, attempt, state, failures, visible_at, last_error, made_event)
            where q.id = o.id and q.attempt = o.attempt and q.state = 'running'
            returning q.id, q.attempt
        ), tried as (
            insert into delivery_attempt (delivery_id, attempt, outcome, node, target, started_at, ended_at,
                                          http_status, error_type, error_message, answer)
            select t.id, t.attempt, t.outcome, :node, t.target, t.started_at, t.ended_at, t.http_status,
                   t.error_type, t.error_message, t.answer
            from unnest(:ids, :attempts, :outcomes, :targets, :startedAt, :endedAt, :statuses, :errorTypes,
                        :errorMessages, :answers)
                as t (id, attempt, outcome, target, started_at, ended_at, http_status, error_type, error_message,
                      answer)
            join settled on settled.id = t.id and settled.attempt = t.attempt
            on conflict (delivery_id, attempt) do nothing
        )
        select id, attempt from settled
        """;

    private static final String RELEASE = """
        update delivery set state = 'waiting', leased_by = null, leased_at = null, visible_at = :now
        where id = any (:ids) and state = 'running' and leased_by = :node
        """;

    private static final String OPEN = "select count(*) from delivery where ended_at is null";

    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;
    private final String node;

    public DeliveryStore(JdbcClient jdbc, LedgerTransactions transactions, String node) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.node = node;
    }

    /**
     * Leases what is due.
     *
     * @param busy how many of each destination this node is delivering
     */
    List<LeasedDelivery> lease(Instant now, int free, int perDestination, Map<UUID, Integer> busy) {
        return transactions.inOne(() -> jdbc.sql(LEASE_DUE)
                .param("now", SqlArrays.time(now))
                .param("leaseEnd", SqlArrays.time(now.plus(LEASE)))
                .param("node", node)
                .param("free", free)
                .param("perDestination", perDestination)
                .param("busy", SqlArrays.uuids(busy.keySet(), id -> id))
                .param("busyCounts", SqlArrays.integers(busy.values(), count -> count))
                .query((row, _) -> leased(row))
                .list());
    }

    /** Settles all of them in one transaction, with the work that delivers some, and returns those that still were ours. */
    Set<Fence> settle(List<DeliverySettlement> batch, Instant now) {
        return transactions.inOne(() -> {
            Set<Fence> won = new HashSet<>(write(batch, now));
            for (DeliverySettlement settlement : batch) {
                if (settlement.outcome() instanceof DeliveredWithin within
                        && won.contains(settlement.delivery().fence())) {
                    within.work().run();
                }
            }
            return won;
        });
    }

    private List<Fence> write(List<DeliverySettlement> batch, Instant now) {
        return jdbc.sql(SETTLE)
                .param("now", SqlArrays.time(now))
                .param("node", node)
                .param("ids", SqlArrays.uuids(batch, row -> row.delivery().id()))
                .param(
                        "attempts",
                        SqlArrays.integers(batch, row -> row.delivery().attempt()))
                .param("states", SqlArrays.texts(batch, DeliverySettlement::state))
                .param("failures", SqlArrays.integers(batch, DeliverySettlement::failures))
                .param("due", SqlArrays.times(batch, row -> due(row, now)))
                .param("lastErrors", SqlArrays.texts(batch, row -> StoredText.errorMessage(row.lastError())))
                .param("madeEvents", SqlArrays.uuids(batch, DeliverySettlement::madeEvent))
                .param("outcomes", SqlArrays.texts(batch, DeliverySettlement::word))
                .param(
                        "targets",
                        SqlArrays.texts(
                                batch, row -> row.delivery().destination().words()))
                .param("startedAt", SqlArrays.times(batch, DeliverySettlement::startedAt))
                .param("endedAt", SqlArrays.times(batch, DeliverySettlement::endedAt))
                .param(
                        "statuses",
                        SqlArrays.integers(
                                batch,
                                row -> row.reply() == null ? null : row.reply().status()))
                .param("errorTypes", SqlArrays.texts(batch, row -> StoredText.errorType(row.errorType())))
                .param("errorMessages", SqlArrays.texts(batch, row -> StoredText.errorMessage(row.errorMessage())))
                .param(
                        "answers",
                        SqlArrays.texts(
                                batch,
                                row -> row.reply() == null ? null : row.reply().body()))
                .query((row, _) -> Fence.of(row))
                .list();
    }

    private static Instant due(DeliverySettlement row, Instant now) {
        return row.next() instanceof DeliveryState.Waiting waiting ? waiting.visibleAt() : now;
    }

    /** Gives back what this node is still delivering, for another one to try at once and at no cost to its budget. */
    void release(List<UUID> ids, Instant now) {
        jdbc.sql(RELEASE)
                .param("ids", SqlArrays.uuids(ids, id -> id))
                .param("node", node)
                .param("now", SqlArrays.time(now))
                .update();
    }

    /** Counts those that are not delivered yet and have not failed. */
    long open() {
        return jdbc.sql(OPEN).query(Long.class).single();
    }

    private static LeasedDelivery leased(ResultSet row) throws SQLException {
        return new LeasedDelivery(
                new Outcome(
                        Columns.id(row, "id"),
                        Columns.id(row, "event_id"),
                        row.getString("function_name"),
                        row.getString("qualifier"),
                        Columns.constant(row, "condition", OutcomeCondition.class),
                        row.getString("reason"),
                        row.getInt("invoke_count"),
                        row.getString("executed_version"),
                        row.getString("error_type"),
                        row.getString("error_message"),
                        new Content(row.getBytes("payload"), optionalInt(row, "payload_bytes")),
                        new Content(row.getBytes("answer"), optionalInt(row, "answer_bytes")),
                        Columns.instant(row, "created_at")),
                Columns.optionalId(row, "trigger_id"),
                row.getInt("attempt"),
                row.getInt("failures"),
                Columns.instant(row, "since"),
                row.getString("hops"),
                row.getString("trace_id"),
                new Target(
                        Columns.id(row, "d_id"),
                        row.getString("d_type"),
                        row.getString("d_settings"),
                        row.getString("d_target"),
                        row.getBytes("d_secret"),
                        new DeliveryPolicy(
                                row.getInt("max_retries"),
                                row.getInt("min_backoff_seconds"),
                                row.getInt("max_backoff_seconds"),
                                row.getInt("max_age_seconds"))));
    }

    private static @Nullable Integer optionalInt(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}
