// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.ordering.OrderedKey;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.signal.DueSignal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ends invocations that wait. What a node has leased, or is leasing at this moment, is left to it. */
public class Cancellation {

    private static final int BATCH = 2_000;

    private static final String WAITING_ONE =
            "select id, function_name, trigger_id, ordering_key from invocation where id = :id and state = 'waiting'";

    private static final Waiting OF_FUNCTION =
            new Waiting("select count(*) from invocation where function_name = :of and state = 'waiting'", """
            select id, function_name, trigger_id, ordering_key from invocation
            where function_name = :of and state = 'waiting' limit :batch
            """);

    private static final Waiting OF_TRIGGER =
            new Waiting("select count(*) from invocation where trigger_id = :of and state = 'waiting'", """
            select id, function_name, trigger_id, ordering_key from invocation
            where trigger_id = :of and state = 'waiting' limit :batch
            """);

    /** Rows that somebody else has locked are skipped: the lock's holder is about to run them. */
    private static final String CANCEL = """
            with chosen as materialized (
                select id from invocation where id = any(:ids) and state = 'waiting' for update skip locked),
            gone as (
                delete from invocation i using chosen where i.id = chosen.id returning i.*),
            history as (
                insert into settled_invocation (id, event_id, function_name, qualifier, trigger_id, kind, status,
                    attempts, accepted_at, ended_at, error_type, error_message, redrive_of)
                select id, event_id, function_name, qualifier, trigger_id, 'async', 'cancelled',
                    attempt, accepted_at, :now, last_error_type, last_error_message, redrive_of
                from gone),
            freed as (
                delete from idempotency_key k using gone
                where k.function_name = gone.function_name and k.key = gone.idempotency_key
                    and k.invocation_id = gone.id)
            select function_name, trigger_id, count(*) as cancelled from gone group by function_name, trigger_id
            """;

    private final JdbcClient jdbc;
    private final OrderingKeys orderingKeys;
    private final LedgerCounts ledger;
    private final LedgerTransactions transactions;
    private final DueSignal due;

    public Cancellation(
            JdbcClient jdbc,
            OrderingKeys orderingKeys,
            LedgerCounts ledger,
            LedgerTransactions transactions,
            DueSignal due) {
        this.jdbc = jdbc;
        this.orderingKeys = orderingKeys;
        this.ledger = ledger;
        this.transactions = transactions;
        this.due = due;
    }

    /** Returns whether it was waiting and is now cancelled. */
    boolean cancel(UUID id, Instant now) {
        return cancel(jdbc.sql(WAITING_ONE).param("id", id), now) == 1;
    }

    /**
     * Cancels at least what waits now, and of what comes meanwhile no more than that many in all, in transactions of
     * bounded size; a crash leaves some of it cancelled.
     */
    long cancelWaiting(String functionName, Instant now) {
        return cancelWaiting(OF_FUNCTION, functionName, now);
    }

    /** As for a function. */
    long cancelWaitingOf(UUID triggerId, Instant now) {
        return cancelWaiting(OF_TRIGGER, triggerId, now);
    }

    private long cancelWaiting(Waiting statements, Object of, Instant now) {
        long waiting =
                jdbc.sql(statements.count).param("of", of).query(Long.class).single();
        long total = 0;
        long cancelled = -1;
        while (total < waiting && cancelled != 0) {
            cancelled = cancel(
                    jdbc.sql(statements.batch).param("of", of).param("batch", Math.min(BATCH, waiting - total)), now);
            total += cancelled;
        }
        return total;
    }

    private long cancel(JdbcClient.StatementSpec selection, Instant now) {
        List<Candidate> candidates =
                selection.query((row, _) -> Candidate.of(row)).list();
        if (candidates.isEmpty()) {
            return 0;
        }
        Set<OrderedKey> keys = new HashSet<>();
        candidates.stream().map(Candidate::key).filter(Objects::nonNull).forEach(keys::add);
        long cancelled = transactions.inOne(() -> {
            // Before the rows, as everywhere: who ends an invocation of a key has locked the key first.
            orderingKeys.lock(keys);
            List<LedgerDelta> deltas = delete(candidates, now);
            ledger.add(deltas);
            orderingKeys.unblockNext(List.copyOf(keys), now);
            return deltas.stream().mapToLong(LedgerDelta::cancelled).sum();
        });
        if (!keys.isEmpty()) {
            due.raise();
        }
        return cancelled;
    }

    private List<LedgerDelta> delete(List<Candidate> candidates, Instant now) {
        return jdbc.sql(CANCEL)
                .param("ids", candidates.stream().map(Candidate::id).toArray(UUID[]::new))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> LedgerDelta.cancelled(
                        row.getString("function_name"),
                        Columns.optionalId(row, "trigger_id"),
                        row.getLong("cancelled")))
                .list();
    }

    /** Statements that count and find what waits for one function or trigger. */
    private record Waiting(String count, String batch) {}

    private record Candidate(UUID id, @Nullable OrderedKey key) {

        static Candidate of(ResultSet row) throws SQLException {
            return new Candidate(
                    Columns.id(row, "id"),
                    OrderedKey.of(
                            row.getString("function_name"),
                            Columns.optionalId(row, "trigger_id"),
                            row.getString("ordering_key")));
        }
    }
}
