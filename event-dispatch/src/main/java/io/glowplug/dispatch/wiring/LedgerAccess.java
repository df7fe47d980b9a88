// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.delivery.DeliveryStore;
import io.glowplug.dispatch.flow.FlowRules;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.node.NodeIdentity;
import io.glowplug.dispatch.node.NodeIdentity.LedgerWriter;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.dispatch.store.AttemptStore;
import io.glowplug.dispatch.store.BlockedKeyStore;
import io.glowplug.dispatch.store.CircuitBreakerStore;
import io.glowplug.dispatch.store.EventStore;
import io.glowplug.dispatch.store.FlowKeyStore;
import io.glowplug.dispatch.store.FlowStore;
import io.glowplug.dispatch.store.LeaseStore;
import io.glowplug.dispatch.store.SettlementStore;
import io.glowplug.dispatch.worker.LeaseSources;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * This node's way to the tables that machines move. It has a transaction manager of its own: the application's opens a
 * JPA session for each transaction, which nothing here needs.
 */
final class LedgerAccess {

    private final NodeIdentity node;
    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;
    private final FlowRules flows;
    private final Payloads payloads;

    LedgerAccess(DataSource database, NodeIdentity node, FlowRules flows, Payloads payloads) {
        this.node = node;
        this.flows = flows;
        this.payloads = payloads;
        this.template = new JdbcTemplate(database);
        this.jdbc = JdbcClient.create(template);
        this.transactions = new LedgerTransactions(new TransactionTemplate(new JdbcTransactionManager(database)));
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    LedgerTransactions transactions() {
        return transactions;
    }

    OrderingKeys orderingKeys() {
        return new OrderingKeys(jdbc);
    }

    BlockedKeyStore blockedKeys() {
        return new BlockedKeyStore(jdbc, transactions, orderingKeys());
    }

    EventStore events() {
        return new EventStore(jdbc, node.id(), flows, payloads);
    }

    AttemptStore attempts() {
        return new AttemptStore(jdbc, node.id());
    }

    LeaseStore leases() {
        return new LeaseStore(jdbc, transactions, node.id());
    }

    LeaseSources leaseSources() {
        LeaseStore ordinary = leases();
        return new LeaseSources(
                ordinary,
                new FlowStore(jdbc, transactions, ordinary, node.id()),
                new FlowKeyStore(jdbc, transactions, flows, payloads),
                flows);
    }

    SettlementStore settlements() {
        return new SettlementStore(
                jdbc, transactions, orderingKeys(), attempts(), counts(LedgerWriter.SETTLEMENT), circuitBreakers());
    }

    CircuitBreakerStore circuitBreakers() {
        return new CircuitBreakerStore(jdbc);
    }

    DeliveryStore deliveries() {
        return new DeliveryStore(jdbc, transactions, node.id());
    }

    LedgerCounts counts(LedgerWriter writer) {
        return new LedgerCounts(template, node.ledgerShard(writer));
    }
}
