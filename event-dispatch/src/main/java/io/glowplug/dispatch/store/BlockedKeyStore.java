// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.ordering.OrderedKey;
import io.glowplug.dispatch.ordering.OrderingKeys;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds out which ordering keys have open invocations, and which are stuck. */
public final class BlockedKeyStore {

    private static final String OCCUPIED = """
            select distinct ordering_key from invocation where trigger_id = :trigger and ordering_key = any (:keys)
            """;

    private static final String STUCK = """
            select trigger_id, ordering_key
            from (select distinct on (trigger_id, ordering_key) trigger_id, ordering_key, visible_at
                  from invocation where ordering_key is not null and trigger_id is not null
                  order by trigger_id, ordering_key, ordinal) head
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

    /** Returns those of the keys that have open invocations. The keys have to be locked. */
    public Set<String> occupied(UUID triggerId, Set<String> keys) {
        return keys.isEmpty()
                ? Set.of()
                : jdbc.sql(OCCUPIED)
                        .param("trigger", triggerId)
                        .param("keys", SqlArrays.texts(keys, key -> key))
                        .query(String.class)
                        .set();
    }

    /** Lets every key go on whose first invocation waits for one that is gone; returns how many there were. */
    public int repair(Instant now) {
        return transactions.inOne(() -> {
            List<OrderedKey> stuck = jdbc.sql(STUCK)
                    .query((row, number) ->
                            new OrderedKey(row.getObject("trigger_id", UUID.class), row.getString("ordering_key")))
                    .list();
            orderingKeys.unblockNext(stuck, now);
            return stuck.size();
        });
    }
}
