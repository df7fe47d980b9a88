// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.Chore;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.FunctionLogs;
import io.glowplug.dispatch.Ledger;
import io.glowplug.dispatch.history.Cancellation;
import io.glowplug.dispatch.history.PostgresEventHistory;
import io.glowplug.dispatch.ledger.LedgerAuditor;
import io.glowplug.dispatch.ledger.LedgerProperties;
import io.glowplug.dispatch.ledger.LedgerStore;
import io.glowplug.dispatch.log.LogProperties;
import io.glowplug.dispatch.log.LogWriter;
import io.glowplug.dispatch.log.PostgresFunctionLogs;
import io.glowplug.dispatch.node.ClockWatch;
import io.glowplug.dispatch.node.NodeIdentity.LedgerWriter;
import io.glowplug.dispatch.partition.DayPartitions;
import io.glowplug.dispatch.partition.PartitionWorker;
import io.glowplug.dispatch.partition.Retention;
import io.glowplug.dispatch.partition.RetentionProperties;
import io.glowplug.dispatch.partition.RetentionStep;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.registry.LogRetention;
import io.glowplug.registry.LogRetentionLimit;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What reads and repairs: history, dead letters, the ledger's audit, function logs, partitions and retention. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RetentionProperties.class, LedgerProperties.class, LogProperties.class})
class HistoryConfiguration {

    @Bean
    DayPartitions dayPartitions(JdbcClient jdbc, TransactionOperations transactions) {
        return new DayPartitions(jdbc, transactions);
    }

    @Bean
    PartitionWorker partitionWorker(
            DayPartitions partitions,
            JdbcClient jdbc,
            RetentionProperties properties,
            LogRetention ofFunctions,
            ObjectProvider<RetentionStep> further,
            ClockWatch clock) {
        return new PartitionWorker(
                partitions,
                new Retention(partitions, jdbc, properties, ofFunctions),
                further.orderedStream().toList(),
                clock.time());
    }

    @Bean
    LogRetentionLimit logRetentionLimit(RetentionProperties properties) {
        return () -> Math.toIntExact(properties.logs().toDays());
    }

    @Bean
    Ledger ledger(JdbcClient jdbc) {
        return new LedgerStore(jdbc);
    }

    @Bean
    Chore ledgerAudit(Ledger ledger, LedgerProperties properties, MeterRegistry meters) {
        LedgerAuditor auditor = new LedgerAuditor(ledger, meters);
        return new Chore("ledger-audit", properties.auditEvery(), auditor::audit, auditor::laidDown);
    }

    @Bean
    Chore partitionsAndRetention(PartitionWorker partitions) {
        return new Chore("partitions-and-retention", Duration.ofHours(1), partitions::maintain);
    }

    @Bean
    Cancellation cancellation(LedgerAccess ledger, DueSignal due) {
        return new Cancellation(
                ledger.jdbc(), ledger.orderingKeys(), ledger.counts(LedgerWriter.REPAIR), ledger.transactions(), due);
    }

    @Bean
    EventHistory eventHistory(JdbcClient jdbc, Payloads payloads, Cancellation cancellation, ClockWatch clock) {
        return new PostgresEventHistory(jdbc, payloads, cancellation, clock.time());
    }

    @Bean
    LogWriter logWriter(JdbcClient jdbc, LogProperties properties, ClockWatch clock, MeterRegistry meters) {
        return new LogWriter(jdbc, properties, clock.time(), meters);
    }

    @Bean
    FunctionLogs functionLogs(JdbcClient jdbc, LogProperties properties, ClockWatch clock) {
        return new PostgresFunctionLogs(jdbc, properties, clock.time());
    }
}
