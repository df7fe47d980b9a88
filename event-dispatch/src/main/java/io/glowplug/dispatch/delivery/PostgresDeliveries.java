// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import io.glowplug.dispatch.Deliveries;
import io.glowplug.dispatch.Delivery;
import io.glowplug.dispatch.DeliveryAttempt;
import io.glowplug.dispatch.DeliveryQuery;
import io.glowplug.dispatch.DeliveryStatus;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Conditions;
import io.glowplug.dispatch.search.Cursors;
import io.glowplug.dispatch.signal.DeliverySignal;
import io.glowplug.dispatch.store.SqlArrays;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The door to the deliveries. */
public final class PostgresDeliveries implements Deliveries {

    private static final int BATCH = 2_000;

    /** A redrive takes a number of its own in the time line, which also ends whatever try might still be running. */
    private static final String REDRIVE = """
        with chosen as materialized (
            select q.id, d.target
            from delivery q join destination d on d.id = q.destination_id
            {where}
            order by q.id limit :batch for update of q
        ), redriven as (
            update delivery q set state = 'waiting', attempt = q.attempt + 1, failures = 0, visible_at = :now,
                since = :now, ended_at = null, last_error = null
            where q.id in (select id from chosen)
            returning q.id, q.attempt
        )
        insert into delivery_attempt (delivery_id, attempt, outcome, node, target, started_at, ended_at)
        select redriven.id, redriven.attempt, 'redriven', :node, chosen.target, :now, :now
        from redriven join chosen on chosen.id = redriven.id
        """;

    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;
    private final DeliverySearch search;
    private final DeliverySignal signal;
    private final String node;
    private final InstantSource time;

    public PostgresDeliveries(
            JdbcClient jdbc, LedgerTransactions transactions, DeliverySignal signal, String node, InstantSource time) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.search = new DeliverySearch(jdbc);
        this.signal = signal;
        this.node = node;
        this.time = time;
    }

    @Override
    public Page<Delivery> list(DeliveryQuery query, PageRequest page) {
        List<Delivery> rows = search.search(query, Cursors.id(page.cursor()), page.limit() + 1);
        return Cursors.page(rows, page.limit(), last -> last.id().toString());
    }

    @Override
    public Optional<Delivery> find(UUID id) {
        return search.find(id);
    }

    @Override
    public List<DeliveryAttempt> attempts(UUID id) {
        return search.attempts(id);
    }

    @Override
    public void redrive(UUID id) {
        Conditions one = new Conditions().and("q.id = :id", "id", id).and("q.state = 'failed'");
        if (redriveBatch(one) == 0) {
            Delivery found = find(id).orElseThrow(() -> RefusedException.notFound("There is no delivery " + id));
            throw RefusedException.conflict(
                    found.status() == DeliveryStatus.FAILED
                            ? "The destination of delivery " + id + " was removed, so there is nowhere to send it"
                            : "Delivery " + id + " has not failed: it is " + Columns.text(found.status()));
        }
        signal.raise();
    }

    @Override
    public long redriveAll(DeliveryQuery query) {
        Conditions conditions = DeliverySearch.matching(query.withStatus(DeliveryStatus.FAILED));
        long total = 0;
        int batch;
        do {
            batch = redriveBatch(conditions);
            total += batch;
        } while (batch == BATCH);
        signal.raise();
        return total;
    }

    private int redriveBatch(Conditions conditions) {
        return transactions.inOne(() -> jdbc.sql(conditions.complete(REDRIVE))
                .params(conditions.parameters())
                .param("batch", BATCH)
                .param("node", node)
                .param("now", SqlArrays.time(time.instant()))
                .update());
    }
}
