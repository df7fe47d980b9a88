// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.batch.RecordJson;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.ordering.OrderedKey;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.store.AttemptStore.EndedAttempt;
import io.glowplug.dispatch.store.CircuitBreakerStore.Change;
import io.glowplug.dispatch.transition.InvocationState;
import io.glowplug.dispatch.transition.InvocationState.Waiting;
import io.glowplug.runtime.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Writes down what became of leased invocations: all of a batch in one transaction, each fenced by its attempt. */
public final class SettlementStore {

    /** Larger answers are not kept: the history is no object store. */
    private static final int LARGEST_KEPT_ANSWER = 256 * 1024;

    /** Everything that belongs to an end happens with it: history, dead letter with payload, idempotency key. */
    private static final String END = """
            with ended as (
                delete from invocation i
                using unnest(:ids, :attempts, :statuses, :reasons, :attemptsMade, :versions, :errorTypes,
                             :errorMessages, :answers, :answerBytes, :deadPayloads, :deadAttributes)
                    as o (id, attempt, status, reason, attempts_made, version, error_type, error_message, answer,
                          answer_bytes, dead_payload, dead_attributes)
                where i.id = o.id and i.attempt = o.attempt and i.state = 'running'
                returning i.id, i.attempt, i.event_id, i.function_name, i.qualifier, i.trigger_id, i.idempotency_key,
                    i.accepted_at, i.payload, i.redrive_of, o.status, o.reason, o.attempts_made, o.version, o.answer,
                    o.answer_bytes, o.dead_payload, o.dead_attributes::jsonb as dead_attributes,
                    case when o.status <> 'succeeded' then coalesce(o.error_type, i.last_error_type) end as error_type,
                    case when o.status <> 'succeeded' then coalesce(o.error_message, i.last_error_message) end
                        as error_message
            ), history as (
                insert into settled_invocation
                    (id, event_id, function_name, qualifier, trigger_id, kind, status, attempts, accepted_at, ended_at,
                     executed_version, error_type, error_message, answer, redrive_of)
                select id, event_id, function_name, qualifier, trigger_id, 'async', status, attempts_made, accepted_at,
                       :now, version, error_type, error_message, answer, redrive_of
                from ended
            ), dead as (
                insert into dead_letter
                    (id, event_id, function_name, qualifier, trigger_id, reason, error_type, error_message, attempts,
                     attributes, payload, accepted_at, dead_at, redrive_of, idempotency_key, idempotency_seconds)
                select id, event_id, function_name, qualifier, trigger_id, reason, error_type, error_message,
                       attempts_made,
                       coalesce((select attributes from event where event.id = ended.event_id) || dead_attributes,
                                (select attributes from event where event.id = ended.event_id), dead_attributes),
                       coalesce(dead_payload, payload, (select payload from event where event.id = ended.event_id), ''),
                       accepted_at, :now, redrive_of, idempotency_key,
                       (select ceil(extract(epoch from k.expires_at - k.created_at)) from idempotency_key k
                        where k.function_name = ended.function_name and k.key = ended.idempotency_key
                            and k.invocation_id = ended.id)
                from ended where reason is not null
            ), key_completed as (
                update idempotency_key k set state = 'completed', executed_version = ended.version
                from ended
                where ended.status = 'succeeded' and k.function_name = ended.function_name
                    and k.key = ended.idempotency_key and k.invocation_id = ended.id
            ), key_freed as (
                delete from idempotency_key k using ended
                where ended.status <> 'succeeded' and k.function_name = ended.function_name
                    and k.key = ended.idempotency_key and k.invocation_id = ended.id
            ),
            """ + Outbox.publish("""
                    select id, event_id, function_name, qualifier, trigger_id, status, reason, attempts_made, version,
                           error_type, error_message, coalesce(dead_payload, payload) as payload, answer, answer_bytes,
                           cast(null as jsonb) as attributes
                    from ended\
                    """) + """
            select id, attempt, (select count(*) from published) as published from ended
            """;

    private static final String PUT_BACK = """
            update invocation i
            set state = 'waiting', leased_by = null, leased_at = null, visible_at = o.visible_at, counted = false,
                remainder = o.remainder::jsonb,
                function_failures = o.function_failures, last_error_type = coalesce(o.error_type, i.last_error_type),
                last_error_message = coalesce(o.error_message, i.last_error_message)
            from unnest(:ids, :attempts, :due, :failures, :errorTypes, :errorMessages, :remainders)
                as o (id, attempt, visible_at, function_failures, error_type, error_message, remainder)
            where i.id = o.id and i.attempt = o.attempt and i.state = 'running'
            returning i.id, i.attempt
            """;

    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;
    private final OrderingKeys orderingKeys;
    private final AttemptStore attempts;
    private final LedgerCounts counts;
    private final CircuitBreakerStore breakers;
    private final JsonMapper json = JsonMapper.shared();

    public SettlementStore(
            JdbcClient jdbc,
            LedgerTransactions transactions,
            OrderingKeys orderingKeys,
            AttemptStore attempts,
            LedgerCounts counts,
            CircuitBreakerStore breakers) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.orderingKeys = orderingKeys;
        this.attempts = attempts;
        this.counts = counts;
        this.breakers = breakers;
    }

    /** Settles all of them in one transaction and returns what it did. */
    public Settled settle(List<Settlement> batch, Instant now) {
        List<Settlement> ends = new ArrayList<>();
        List<Settlement> waits = new ArrayList<>();
        for (Settlement settlement : batch) {
            (settlement.next() instanceof Waiting ? waits : ends).add(settlement);
        }
        Set<OrderedKey> keys = orderingKeysOf(ends);
        return transactions.inOne(() -> {
            orderingKeys.lock(keys);
            Ended ended = end(ends, now);
            Set<Fence> won = new HashSet<>(ended.fences());
            won.addAll(putBack(waits));
            attempts.append(endedAttempts(batch, won));
            orderingKeys.stop(stoppedKeys(ends, won), now);
            orderingKeys.unblockNext(List.copyOf(keys), now);
            List<Change> changes = breakers.count(batch.stream()
                    .filter(row -> won.contains(row.invocation().fence()))
                    .toList());
            counts.add(deltas(ends, won));
            return new Settled(won.size(), batch.size() - won.size(), !keys.isEmpty(), ended.published(), changes);
        });
    }

    private Ended end(List<Settlement> ends, Instant now) {
        if (ends.isEmpty()) {
            return Ended.NONE;
        }
        List<End> rows = ends.stream().map(End::of).toList();
        List<Fence> fences = new ArrayList<>(ends.size());
        AtomicLong published = new AtomicLong();
        jdbc.sql(END)
                .param("now", SqlArrays.time(now))
                .param("ids", SqlArrays.uuids(ends, row -> row.invocation().id()))
                .param(
                        "attempts",
                        SqlArrays.integers(ends, row -> row.invocation().attempt()))
                .param("statuses", SqlArrays.texts(rows, End::status))
                .param("reasons", SqlArrays.texts(rows, End::reason))
                .param("attemptsMade", SqlArrays.integers(rows, End::attemptsMade))
                .param("versions", SqlArrays.texts(ends, SettlementStore::version))
                .param("errorTypes", SqlArrays.texts(ends, SettlementStore::errorType))
                .param("errorMessages", SqlArrays.texts(ends, SettlementStore::errorMessage))
                .param("answers", SqlArrays.bytes(ends, SettlementStore::keptAnswer))
                .param(
                        "deadPayloads",
                        SqlArrays.bytes(
                                ends,
                                row -> row.dead() == null
                                        ? null
                                        : row.dead().payload().bytes()))
                .param("deadAttributes", SqlArrays.texts(ends, this::deadAttributes))
                .param("answerBytes", SqlArrays.integers(ends, SettlementStore::answerBytes))
                .query(row -> {
                    fences.add(Fence.of(row));
                    published.set(row.getLong("published"));
                });
        return new Ended(fences, published.intValue());
    }

    private List<Fence> putBack(List<Settlement> waits) {
        if (waits.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(PUT_BACK)
                .param("ids", SqlArrays.uuids(waits, row -> row.invocation().id()))
                .param(
                        "attempts",
                        SqlArrays.integers(waits, row -> row.invocation().attempt()))
                .param("due", SqlArrays.times(waits, row -> waiting(row).visibleAt()))
                .param(
                        "failures",
                        SqlArrays.integers(waits, row -> waiting(row).spent().functionFailures()))
                .param("errorTypes", SqlArrays.texts(waits, SettlementStore::errorType))
                .param("errorMessages", SqlArrays.texts(waits, SettlementStore::errorMessage))
                .param(
                        "remainders",
                        SqlArrays.texts(
                                waits, row -> RecordJson.text(waiting(row).left())))
                .query((row, _) -> Fence.of(row))
                .list();
    }

    private static List<EndedAttempt> endedAttempts(List<Settlement> batch, Set<Fence> won) {
        List<EndedAttempt> ended = new ArrayList<>();
        for (Settlement settlement : batch) {
            LeasedInvocation invocation = settlement.invocation();
            AttemptRow attempt = settlement.attempt();
            if (attempt != null && won.contains(invocation.fence())) {
                ended.add(new EndedAttempt(invocation.id(), invocation.attempt(), attempt));
            }
        }
        return ended;
    }

    private static Set<OrderedKey> orderingKeysOf(List<Settlement> ends) {
        Set<OrderedKey> keys = new HashSet<>();
        for (Settlement settlement : ends) {
            OrderedKey key = settlement.invocation().key();
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static Map<OrderedKey, UUID> stoppedKeys(List<Settlement> ends, Set<Fence> won) {
        Map<OrderedKey, UUID> stopped = new HashMap<>();
        for (Settlement settlement : ends) {
            LeasedInvocation invocation = settlement.invocation();
            OrderedKey key = invocation.key();
            if (key != null && stopsKey(settlement.next()) && won.contains(invocation.fence())) {
                stopped.put(key, invocation.id());
            }
        }
        return stopped;
    }

    private static boolean stopsKey(InvocationState end) {
        return switch (end) {
            case InvocationState.DeadLettered dead -> dead.stopsKey();
            case InvocationState.Expired expired -> expired.stopsKey();
            case InvocationState.Succeeded _, InvocationState.Cancelled _, Waiting _, InvocationState.Running _ ->
                false;
        };
    }

    private static List<LedgerDelta> deltas(List<Settlement> ends, Set<Fence> won) {
        return ends.stream()
                .filter(settlement -> won.contains(settlement.invocation().fence()))
                .map(SettlementStore::delta)
                .toList();
    }

    private static LedgerDelta delta(Settlement settlement) {
        String function = settlement.invocation().functionName();
        UUID trigger = settlement.invocation().triggerId();
        return switch (settlement.next()) {
            case InvocationState.Succeeded _ -> new LedgerDelta(function, trigger, 0, 1, 0, 0, 0, 0);
            case InvocationState.DeadLettered _ -> new LedgerDelta(function, trigger, 0, 0, 1, 0, 0, 0);
            case InvocationState.Expired _ -> new LedgerDelta(function, trigger, 0, 0, 0, 1, 0, 0);
            case InvocationState.Cancelled _ -> new LedgerDelta(function, trigger, 0, 0, 0, 0, 1, 0);
            case Waiting _, InvocationState.Running _ -> new LedgerDelta(function, trigger, 0, 0, 0, 0, 0, 0);
        };
    }

    private static Waiting waiting(Settlement settlement) {
        return (Waiting) settlement.next();
    }

    private @Nullable String deadAttributes(Settlement settlement) {
        return settlement.dead() == null
                ? null
                : json.writeValueAsString(
                        StoredText.attributes(settlement.dead().attributes()));
    }

    private static byte @Nullable [] keptAnswer(Settlement settlement) {
        Payload answer = settlement.answer();
        if (answer == null || answer.size() > LARGEST_KEPT_ANSWER || answer.equals(Payload.NULL)) {
            return null;
        }
        return answer.bytes();
    }

    private static @Nullable Integer answerBytes(Settlement settlement) {
        return settlement.answer() == null ? null : settlement.answer().size();
    }

    private static @Nullable String version(Settlement settlement) {
        return settlement.attempt() == null ? null : settlement.attempt().version();
    }

    private static @Nullable String errorType(Settlement settlement) {
        return settlement.attempt() == null
                ? null
                : StoredText.errorType(settlement.attempt().errorType());
    }

    private static @Nullable String errorMessage(Settlement settlement) {
        return settlement.attempt() == null
                ? null
                : StoredText.errorMessage(settlement.attempt().errorMessage());
    }

    /**
     * What one transaction did.
     *
     * @param leasesLost settlements that found another attempt, or nothing, in their place
     * @param unblocked whether something may be due now because the one before it in its ordering key has ended
     * @param published how many outcomes are on their way to a destination now
     * @param breakers circuit breakers that opened or closed
     */
    public record Settled(int settled, int leasesLost, boolean unblocked, int published, List<Change> breakers) {}

    private record Ended(List<Fence> fences, int published) {

        static final Ended NONE = new Ended(List.of(), 0);
    }

    /** An end in the words of the tables. */
    private record End(String status, @Nullable String reason, int attemptsMade) {

        static End of(Settlement settlement) {
            return switch (settlement.next()) {
                case InvocationState.Succeeded end -> new End("succeeded", null, end.attempts());
                case InvocationState.DeadLettered end -> new End("dead-lettered", word(end.reason()), end.attempts());
                case InvocationState.Expired end ->
                    new End("expired", word(DeadLetterReason.EVENT_AGE_EXCEEDED), end.attempts());
                case InvocationState.Cancelled end -> new End("cancelled", null, end.attempts());
                case Waiting _, InvocationState.Running _ ->
                    throw new IllegalArgumentException("not an end: " + settlement.next());
            };
        }

        private static String word(DeadLetterReason reason) {
            return switch (reason) {
                case RETRIES_EXHAUSTED -> "retries-exhausted";
                case EVENT_AGE_EXCEEDED -> "event-age-exceeded";
                case REJECTED -> "rejected";
                case LEASE_LOST_REPEATEDLY -> "lease-lost-repeatedly";
                case NOT_RETRIABLE -> "not-retriable";
            };
        }
    }
}
