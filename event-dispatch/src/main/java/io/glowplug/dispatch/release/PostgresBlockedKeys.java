// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.release;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.BlockedKey;
import io.glowplug.dispatch.BlockedKeys;
import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.ordering.OrderedKey;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Cursors;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.dispatch.store.SqlArrays;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stopped keys in PostgreSQL. */
public final class PostgresBlockedKeys implements BlockedKeys {

    private static final int BATCH = 500;

    private static final String LIST = """
            select s.key, s.dead_letter_id, s.stopped_at, d.reason, d.error_type, d.error_message,
                d.redriven_as is not null as redriven,
                (select count(*) from invocation i where i.trigger_id = s.trigger_id and i.ordering_key = s.key) as waiting
            from stopped_key s left join dead_letter d on d.id = s.dead_letter_id
            where s.trigger_id = :trigger and s.key collate "C" > :after
            order by s.key collate "C" limit :limit
            """;

    private static final String SOME = """
            select s.key from stopped_key s
            where s.trigger_id = :trigger and s.key collate "C" > :after
                and (not :redrive or exists (
                    select from dead_letter d where d.id = s.dead_letter_id and d.redriven_as is null))
            order by s.key collate "C" limit :limit
            """;

    private static final String RELEASE =
            "delete from stopped_key where trigger_id = :trigger and key = any (:keys) returning key";

    /** As for any redrive, the payload goes along only where it is not the event's own. */
    private static final String RELEASE_AND_REDRIVE = """
            with chosen as materialized (
                select d.*, s.key as stopped, named.new_id
                from unnest(:keys, :newIds) as named (key, new_id)
                join stopped_key s on s.trigger_id = :trigger and s.key = named.key
                join dead_letter d on d.id = s.dead_letter_id and d.redriven_as is null
                for update of d),
            freed as (
                delete from stopped_key s using chosen where s.trigger_id = :trigger and s.key = chosen.stopped),
            marked as (
                update dead_letter d set redriven_as = chosen.new_id, redriven_at = :now
                from chosen where d.id = chosen.id)
            insert into invocation (id, event_id, function_name, qualifier, trigger_id, ordering_key, ordinal, state,
                attempt, visible_at, accepted_at, payload, redrive_of)
            select new_id, event_id, function_name, qualifier, trigger_id, stopped,
                coalesce(
                    (select min(i.ordinal) - 1 from invocation i
                     where i.trigger_id = chosen.trigger_id and i.ordering_key = chosen.stopped),
                    nextval('invocation_ordinal')),
                'waiting', 0, :now, :now,
                case when not exists (
                        select 1 from event e where e.id = chosen.event_id and e.payload = chosen.payload)
                    then payload end,
                id
            from chosen
            returning function_name, ordering_key
            """;

    private final JdbcClient jdbc;
    private final OrderingKeys orderingKeys;
    private final LedgerCounts ledger;
    private final LedgerTransactions transactions;
    private final DueSignal due;
    private final InstantSource clock;

    public PostgresBlockedKeys(
            JdbcClient jdbc,
            OrderingKeys orderingKeys,
            LedgerCounts ledger,
            LedgerTransactions transactions,
            DueSignal due,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.orderingKeys = orderingKeys;
        this.ledger = ledger;
        this.transactions = transactions;
        this.due = due;
        this.clock = clock;
    }

    @Override
    public Page<BlockedKey> list(UUID triggerId, PageRequest page) {
        List<BlockedKey> found = jdbc.sql(LIST)
                .param("trigger", triggerId)
                .param("after", page.cursor() == null ? "" : page.cursor())
                .param("limit", page.limit() + 1)
                .query((row, number) -> new BlockedKey(
                        row.getString("key"),
                        Columns.id(row, "dead_letter_id"),
                        row.getString("reason") == null
                                ? null
                                : Columns.constant(row, "reason", DeadLetterReason.class),
                        row.getString("error_type"),
                        row.getString("error_message"),
                        row.getBoolean("redriven"),
                        Columns.instant(row, "stopped_at"),
                        row.getLong("waiting")))
                .list();
        return Cursors.page(found, page.limit(), BlockedKey::key);
    }

    @Override
    public void release(UUID triggerId, String key, boolean redrive) {
        if (release(triggerId, List.of(key), redrive) == 0) {
            boolean stopped = jdbc.sql("select count(*) from stopped_key where trigger_id = :trigger and key = :key")
                            .param("trigger", triggerId)
                            .param("key", key)
                            .query(Long.class)
                            .single()
                    > 0;
            throw stopped
                    ? RefusedException.conflict("The dead letter that stopped the key " + key
                            + " was sent again before, or purged: release the key without it.")
                    : RefusedException.notFound("The ordering key " + key + " does not stand still.");
        }
    }

    @Override
    public long releaseAll(UUID triggerId, boolean redrive) {
        long released = 0;
        String after = "";
        List<String> keys;
        do {
            keys = jdbc.sql(SOME)
                    .param("trigger", triggerId)
                    .param("after", after)
                    .param("redrive", redrive)
                    .param("limit", BATCH)
                    .query(String.class)
                    .list();
            if (!keys.isEmpty()) {
                after = keys.getLast();
                released += release(triggerId, keys, redrive);
            }
        } while (!keys.isEmpty());
        return released;
    }

    private int release(UUID triggerId, List<String> keys, boolean redrive) {
        List<OrderedKey> ordered =
                keys.stream().map(key -> new OrderedKey(triggerId, key)).toList();
        Instant now = clock.instant();
        int released = transactions.inOne(() -> {
            orderingKeys.lock(ordered);
            int freed = redrive ? redrive(triggerId, keys, now) : free(triggerId, keys);
            orderingKeys.unblockNext(ordered, now);
            return freed;
        });
        due.raise();
        return released;
    }

    private int free(UUID triggerId, List<String> keys) {
        return jdbc.sql(RELEASE)
                .param("trigger", triggerId)
                .param("keys", SqlArrays.texts(keys, key -> key))
                .query(String.class)
                .list()
                .size();
    }

    private int redrive(UUID triggerId, List<String> keys, Instant now) {
        List<LedgerDelta> accepted = new ArrayList<>();
        jdbc.sql(RELEASE_AND_REDRIVE)
                .param("trigger", triggerId)
                .param("keys", SqlArrays.texts(keys, key -> key))
                .param("newIds", SqlArrays.uuids(keys, any -> UuidCreator.getTimeOrderedEpochPlus1()))
                .param("now", SqlArrays.time(now))
                .query(row -> {
                    accepted.add(LedgerDelta.accepted(row.getString("function_name"), triggerId, 1));
                });
        ledger.add(accepted);
        return accepted.size();
    }
}
