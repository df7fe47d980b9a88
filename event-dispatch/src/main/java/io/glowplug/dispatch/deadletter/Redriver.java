// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.deadletter.DeadLetterStore.FreedKey;
import io.glowplug.dispatch.deadletter.DeadLetterStore.Locked;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.idempotency.KeyClaim;
import io.glowplug.dispatch.idempotency.KeyHolder;
import io.glowplug.dispatch.idempotency.KeyHolder.CallKind;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.store.SqlArrays;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes new invocations of dead letters, in the caller's transaction. Each takes its idempotency key again, so that the
 * caller who repeats the call meanwhile is told of it; one whose key a later call has taken is not sent.
 */
public class Redriver {

    /**
     * The payload goes along only where it is not the event's own: edited now or before a former redrive, narrowed to
     * failed records, or the event is gone.
     */
    private static final String SEND = """
            with sent as materialized (
                select d.id, d.event_id, d.payload, o.*
                from unnest(:ids, :newIds, :functions, :qualifiers, :triggers, :keys, :due)
                    as o (dead_id, new_id, to_function, to_qualifier, to_trigger, key, due)
                join dead_letter d on d.id = o.dead_id),
            marked as (
                update dead_letter d set redriven_as = sent.new_id, redriven_at = :now, redrive_id = :redrive
                from sent where d.id = sent.id)
            insert into invocation (id, event_id, function_name, qualifier, trigger_id, idempotency_key, state, attempt,
                visible_at, accepted_at, deliver_at, payload, redrive_of)
            select new_id, event_id, to_function, to_qualifier, to_trigger, key, 'waiting', 0, due, :now,
                case when due > :now then due end,
                coalesce(cast(:edited as bytea), case when not exists (
                    select 1 from event e where e.id = sent.event_id and e.payload = sent.payload)
                    then sent.payload end),
                id
            from sent
            """;

    private final JdbcClient jdbc;
    private final IdempotencyStore keys;
    private final FunctionResolver functions;

    public Redriver(JdbcClient jdbc, IdempotencyStore keys, FunctionResolver functions) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.functions = functions;
    }

    /**
     * How they are sent.
     *
     * @param edited a payload in place of their own, or null
     * @param redriveId the redrive by query that they are sent by, or null
     * @param due when the n-th of those that are sent becomes due, from 0 on
     */
    public record Order(
            Redirection to,
            @Nullable Payload edited,
            @Nullable UUID redriveId,
            Instant now,
            IntFunction<Instant> due) {}

    /**
     * What was done.
     *
     * @param newIds the invocations that were made
     * @param problem why the last one that was not sent was not, or null
     */
    public record Redriven(
            List<UUID> newIds,
            List<LedgerDelta> accepted,
            @Nullable RefusedException problem) {}

    private record Row(
            Locked letter,
            UUID newId,
            String function,
            @Nullable String qualifier) {

        boolean sameFunction() {
            return function.equals(letter.functionName());
        }

        @Nullable
        UUID trigger() {
            return sameFunction() ? letter.triggerId() : null;
        }

        @Nullable
        FreedKey key() {
            return sameFunction() ? letter.key() : null;
        }
    }

    /** Sends those that can be sent. */
    public Redriven redrive(List<Locked> letters, Order order) {
        KnownTargets targets = new KnownTargets(functions);
        List<Row> rows = new ArrayList<>(letters.size());
        RefusedException problem = null;
        for (Locked letter : letters) {
            String function = order.to().functionFor(letter.functionName());
            String qualifier = order.to().qualifierFor(letter.functionName(), letter.qualifier());
            Optional<RefusedException> refused = targets.refusal(function, qualifier);
            if (refused.isEmpty()) {
                rows.add(new Row(letter, UuidCreator.getTimeOrderedEpochPlus1(), function, qualifier));
            } else {
                problem = refused.get();
            }
        }
        Map<UUID, KeyHolder> taken = claim(rows, order.now());
        List<Row> sent = new ArrayList<>(rows.size());
        for (Row row : rows) {
            KeyHolder holder = taken.get(row.newId());
            if (holder == null) {
                sent.add(row);
            } else {
                problem = taken(row.letter(), holder);
            }
        }
        send(sent, order);
        return new Redriven(
                sent.stream().map(Row::newId).toList(),
                sent.stream()
                        .map(row -> LedgerDelta.accepted(row.function(), row.trigger(), 1))
                        .toList(),
                problem);
    }

    private Map<UUID, KeyHolder> claim(List<Row> rows, Instant now) {
        List<KeyClaim> claims = new ArrayList<>();
        for (Row row : rows) {
            FreedKey key = row.key();
            if (key != null) {
                claims.add(new KeyClaim(
                        row.function(),
                        row.trigger(),
                        key.key(),
                        key.payloadSha256(),
                        row.newId(),
                        Duration.ofSeconds(key.seconds())));
            }
        }
        return claims.isEmpty() ? Map.of() : keys.claim(claims, CallKind.ASYNC, now, KeyClaim.UNTIL_ITS_END);
    }

    private static RefusedException taken(Locked letter, KeyHolder holder) {
        return RefusedException.conflict(
                ("The idempotency key of dead letter %s has been taken by invocation %s, which %s."
                                + " Revoke the key to send it all the same.")
                        .formatted(
                                letter.id(),
                                holder.invocationId(),
                                holder.completed() ? "succeeded" : "has not ended"));
    }

    private void send(List<Row> rows, Order order) {
        if (rows.isEmpty()) {
            return;
        }
        List<Instant> due = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            due.add(order.due().apply(i));
        }
        jdbc.sql(SEND)
                .param("ids", SqlArrays.uuids(rows, row -> row.letter().id()))
                .param("newIds", SqlArrays.uuids(rows, Row::newId))
                .param("functions", SqlArrays.texts(rows, Row::function))
                .param("qualifiers", SqlArrays.texts(rows, Row::qualifier))
                .param("triggers", SqlArrays.uuids(rows, Row::trigger))
                .param(
                        "keys",
                        SqlArrays.texts(
                                rows,
                                row -> row.key() == null ? null : row.key().key()))
                .param("due", SqlArrays.times(due, instant -> instant))
                .param("edited", order.edited() == null ? null : order.edited().bytes())
                .param("redrive", order.redriveId())
                .param("now", SqlArrays.time(order.now()))
                .update();
    }
}
