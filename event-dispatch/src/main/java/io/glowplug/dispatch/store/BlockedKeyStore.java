// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.ordering.OrderedKey;
import io.glowplug.dispatch.ordering.OrderingKeys;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds out which ordering keys a new invocation has to stand behind in, and which are stuck. */
public final class BlockedKeyStore {

    private static final String OCCUPIED = """
            select ordering_key from invocation where trigger_id = :trigger and ordering_key = any (:keys)
            union
            select key from stopped_key where trigger_id = :trigger and key = any (:keys)
            """;

    private static final String OCCUPIED_OF_FUNCTIONS = """
            select function_name, key from unnest(:functions, :keys) as named (function_name, key)
            where exists (
                select from invocation i
                where i.trigger_id is null and i.function_name = named.function_name and i.ordering_key = named.key)
            """;

    private static final String STUCK = """
            select function_name, trigger_id, ordering_key
            from (select distinct on (trigger_id, ordering_key) function_name, trigger_id, ordering_key, visible_at
                  from invocation where ordering_key is not null and trigger_id is not null
                  order by trigger_id, ordering_key, ordinal) head
            where visible_at = 'infinity'
                and not exists (
                    select from stopped_key s where s.trigger_id = head.trigger_id and s.key = head.ordering_key)
            union all
            select function_name, null, ordering_key
            from (select distinct on (function_name, ordering_key) function_name, ordering_key, visible_at
                  from invocation where ordering_key is not null and trigger_id is null
                  order by function_name, ordering_key, ordinal) head
            where visible_at = 'infinity'
            """;

    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;
    private final OrderingKeys orderingKeys;

    public BlockedKeyStore(JdbcClient jdbc, LedgerTransactions transactions, OrderingKeys orderingKeys) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.orderingKeys = orderingKeys;
    }

    /** Returns those of a trigger's keys that have open invocations or stand still. The keys have to be locked. */
    public Set<String> occupied(UUID triggerId, Set<String> keys) {
        return keys.isEmpty()
                ? Set.of()
                : jdbc.sql(OCCUPIED)
                        .param("trigger", triggerId)
                        .param("keys", SqlArrays.texts(keys, key -> key))
                        .query(String.class)
                        .set();
    }

    /** Returns those of the functions' keys that have open invocations. The keys have to be locked. */
    public Set<OrderedKey> occupied(Collection<OrderedKey> keysOfFunctions) {
        return keysOfFunctions.isEmpty()
                ? Set.of()
                : jdbc.sql(OCCUPIED_OF_FUNCTIONS)
                        .param("functions", SqlArrays.texts(keysOfFunctions, OrderedKey::functionName))
                        .param("keys", SqlArrays.texts(keysOfFunctions, OrderedKey::key))
                        .query((row, number) ->
                                new OrderedKey(null, row.getString("function_name"), row.getString("key")))
                        .set();
    }

    /** Lets every key go on whose first invocation waits for one that is gone; returns how many there were. */
    public int repair(Instant now) {
        return transactions.inOne(() -> {
            List<OrderedKey> stuck = jdbc.sql(STUCK)
                    .query((row, number) -> Objects.requireNonNull(OrderedKey.of(
                            row.getString("function_name"),
                            row.getObject("trigger_id", UUID.class),
                            row.getString("ordering_key"))))
                    .list();
            orderingKeys.unblockNext(stuck, now);
            return stuck.size();
        });
    }
}
