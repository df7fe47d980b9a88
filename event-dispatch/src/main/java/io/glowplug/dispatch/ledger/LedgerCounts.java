// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ledger;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Adds to the ledger's counters, inside the caller's transaction. */
public class LedgerCounts {

    static final UUID NO_TRIGGER = new UUID(0, 0);

    private static final String ADD = """
            insert into ledger_count as c
                (function_name, trigger_id, shard, accepted, succeeded, dead_lettered, expired, cancelled, filtered)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (function_name, trigger_id, shard) do update set
                accepted = c.accepted + excluded.accepted,
                succeeded = c.succeeded + excluded.succeeded,
                dead_lettered = c.dead_lettered + excluded.dead_lettered,
                expired = c.expired + excluded.expired,
                cancelled = c.cancelled + excluded.cancelled,
                filtered = c.filtered + excluded.filtered
            """;

    private final JdbcTemplate jdbc;
    private final int shard;

    /**
     * Makes a writer of one shard.
     *
     * @param shard 0 to 32,767; writers that run at the same time should not share one, since they would wait for
     *     each other's commits
     */
    public LedgerCounts(JdbcTemplate jdbc, int shard) {
        this.jdbc = jdbc;
        this.shard = shard;
    }

    /** The shard, for a statement that adds to the counters itself. */
    public int shard() {
        return shard;
    }

    /** Adds all deltas. Rows are touched in one order everywhere, so that two transactions cannot deadlock. */
    public void add(Collection<LedgerDelta> deltas) {
        if (deltas.isEmpty()) {
            return;
        }
        TreeMap<String, LedgerDelta> merged = new TreeMap<>();
        for (LedgerDelta delta : deltas) {
            merged.merge(delta.functionName() + '/' + idOf(delta.triggerId()), delta, LedgerDelta::plus);
        }
        List<Object[]> rows = merged.values().stream().map(this::row).toList();
        jdbc.batchUpdate(ADD, rows);
    }

    private Object[] row(LedgerDelta delta) {
        return new Object[] {
            delta.functionName(),
            idOf(delta.triggerId()),
            shard,
            delta.accepted(),
            delta.succeeded(),
            delta.deadLettered(),
            delta.expired(),
            delta.cancelled(),
            delta.filtered()
        };
    }

    private static UUID idOf(@Nullable UUID triggerId) {
        return triggerId == null ? NO_TRIGGER : triggerId;
    }
}
