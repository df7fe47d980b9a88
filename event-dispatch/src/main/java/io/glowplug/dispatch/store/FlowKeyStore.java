// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.flow.FlowKeys;
import io.glowplug.dispatch.flow.FlowRules;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.registry.FlowControl;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Gives keys to open invocations that have none although their function's events are held back: redriven ones, and
 * those that were accepted before the limit was set, or by a node that did not know of it yet.
 */
public final class FlowKeyStore {

    /** How many one call does at most. */
    public static final int BATCH = 500;

    private static final String WITHOUT_PAYLOAD = """
            update invocation set flow_rate_key = '-', flow_concurrency_key = '-'
            where id = any (array(
                select id from invocation
                where function_name = :function and flow_rate_key is null and (state = 'waiting' or visible_at <= :now)
                    and (:all or redrive_of is not null)
                limit :batch for update skip locked))
            """;

    private static final String KEYLESS = """
            select i.id, coalesce(i.payload, e.payload) as payload
            from invocation i left join event e on e.id = i.event_id
            where i.function_name = :function and i.flow_rate_key is null
                and (i.state = 'waiting' or i.visible_at <= :now)
                and (:all or i.redrive_of is not null)
            limit :batch
            for update of i skip locked
            """;

    private static final String KEY = """
            update invocation i set flow_rate_key = k.rate, flow_concurrency_key = k.concurrency
            from unnest(:ids, :rates, :concurrencies) as k (id, rate, concurrency)
            where i.id = k.id
            """;

    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;
    private final FlowRules rules;
    private final Payloads payloads;

    public FlowKeyStore(JdbcClient jdbc, LedgerTransactions transactions, FlowRules rules, Payloads payloads) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.rules = rules;
        this.payloads = payloads;
    }

    /**
     * Gives keys to some of the function's invocations, and returns to how many.
     *
     * @param all whether to look at all that are open, or at redriven ones only, which is cheap
     */
    public int give(String functionName, FlowControl control, boolean all, Instant now) {
        return FlowRules.readsPayload(control)
                ? transactions.inOne(() -> giveByPayload(functionName, control, all, now))
                : bind(jdbc.sql(WITHOUT_PAYLOAD), functionName, all, now).update();
    }

    private int giveByPayload(String functionName, FlowControl control, boolean all, Instant now) {
        List<Keyed> keyed = bind(jdbc.sql(KEYLESS), functionName, all, now)
                .query((row, _) -> {
                    return new Keyed(row.getObject("id", UUID.class), keysOf(control, row.getBytes("payload")));
                })
                .list();
        if (!keyed.isEmpty()) {
            jdbc.sql(KEY)
                    .param("ids", SqlArrays.uuids(keyed, Keyed::id))
                    .param("rates", SqlArrays.texts(keyed, row -> row.keys().rate()))
                    .param(
                            "concurrencies",
                            SqlArrays.texts(keyed, row -> row.keys().concurrency()))
                    .update();
        }
        return keyed.size();
    }

    /** What is gone or cannot be read has no key. */
    private FlowKeys keysOf(FlowControl control, byte @Nullable [] column) {
        if (column == null) {
            return FlowKeys.NONE;
        }
        try {
            return payloads.read(column)
                    .map(payload -> rules.keysOf(control, payload))
                    .orElse(FlowKeys.NONE);
        } catch (UncheckedIOException unreadable) {
            return FlowKeys.NONE;
        }
    }

    private static JdbcClient.StatementSpec bind(
            JdbcClient.StatementSpec statement, String functionName, boolean all, Instant now) {
        return statement
                .param("function", functionName)
                .param("all", all)
                .param("now", SqlArrays.time(now))
                .param("batch", BATCH);
    }

    private record Keyed(UUID id, FlowKeys keys) {}
}
