// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.HintConnections;
import io.glowplug.dispatch.NodeDuty;
import io.glowplug.dispatch.TriggerDirectory;
import io.glowplug.dispatch.node.ClockWatch;
import io.glowplug.dispatch.node.NodeIdentity;
import io.glowplug.dispatch.signal.DeliverySignal;
import io.glowplug.dispatch.signal.PostgresDueSignal;
import io.glowplug.dispatch.worker.Aftermath;
import io.glowplug.dispatch.worker.AttemptRunner;
import io.glowplug.dispatch.worker.DispatchMeters;
import io.glowplug.dispatch.worker.DispatchWorker;
import io.glowplug.dispatch.worker.Dispatcher;
import io.glowplug.dispatch.worker.DueTimes;
import io.glowplug.dispatch.worker.InFlight;
import io.glowplug.dispatch.worker.LeaseLoop;
import io.glowplug.dispatch.worker.SettlementBatcher;
import io.glowplug.dispatch.worker.TriggerRules;
import io.glowplug.dispatch.worker.WorkerSettings;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.registry.ServedFunctions;
import io.glowplug.runtime.FunctionInvoker;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/** What runs invocations on this node. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DispatchProperties.class)
class DispatchConfiguration {

    @Bean
    LedgerAccess ledgerAccess(DataSource database, NodeIdentity node) {
        return new LedgerAccess(database, node);
    }

    @Bean
    TriggerRules triggerRules(ObjectProvider<TriggerDirectory> triggers) {
        // Asked for once: looking a bean up costs more than all that it is asked.
        return new TriggerRules(SingletonSupplier.ofNullable(triggers::getIfAvailable));
    }

    @Bean
    InFlight inFlight(DispatchProperties properties, NodeDuty duty, ObjectProvider<ServedFunctions> served) {
        return new InFlight(properties.maxConcurrentAttempts(), duty, served.getIfAvailable(() -> ServedFunctions.ALL));
    }

    @Bean
    DueTimes dueTimes(DispatchProperties properties) {
        return new DueTimes(properties.poll());
    }

    @Bean
    PostgresDueSignal dueSignal(
            DataSource database,
            ObjectProvider<HintConnections> hints,
            LedgerAccess ledger,
            NodeIdentity node,
            DueTimes dueTimes) {
        return new PostgresDueSignal(
                hints.getIfAvailable(() -> () -> Optional.of(database.getConnection())),
                ledger.jdbc(),
                node.id(),
                dueTimes::now);
    }

    @Bean
    DeliverySignal deliverySignal(DispatchProperties properties) {
        return new DeliverySignal(properties.poll());
    }

    @Bean
    DispatchMeters dispatchMeters(MeterRegistry meters, InFlight inFlight) {
        return new DispatchMeters(meters, inFlight);
    }

    @Bean
    Aftermath aftermath(DueTimes dueTimes, DeliverySignal deliveries, DispatchMeters meters, TriggerRules rules) {
        return new Aftermath(dueTimes, deliveries, meters, rules);
    }

    @Bean
    SettlementBatcher settlementBatcher(LedgerAccess ledger, ClockWatch clock, InFlight inFlight, Aftermath aftermath) {
        return new SettlementBatcher(ledger.settlements(), clock.time(), inFlight, aftermath);
    }

    @Bean
    AttemptRunner attemptRunner(
            FunctionResolver resolver,
            FunctionInvoker invoker,
            TriggerRules rules,
            ClockWatch clock,
            DispatchProperties properties,
            ObjectProvider<RuntimeCatalog> catalog) {
        RuntimeCatalog node = catalog.getIfAvailable();
        return new AttemptRunner(
                resolver,
                invoker,
                rules,
                clock.time(),
                properties.asyncPatience(),
                version -> node == null || AttemptRunner.serves(node, version.configuration()));
    }

    @Bean
    Dispatcher dispatcher(
            InFlight inFlight,
            DueTimes dueTimes,
            AttemptRunner runner,
            SettlementBatcher settlements,
            ClockWatch clock,
            DispatchProperties properties) {
        return new Dispatcher(inFlight, dueTimes, runner, settlements, clock.time(), properties.lease());
    }

    @Bean
    LeaseLoop leaseLoop(
            LedgerAccess ledger,
            TriggerRules rules,
            Dispatcher dispatcher,
            InFlight inFlight,
            DueTimes dueTimes,
            ClockWatch clock) {
        return new LeaseLoop(ledger.leases(), rules, dispatcher, inFlight, dueTimes, clock.time());
    }

    @Bean
    DispatchWorker dispatchWorker(
            LeaseLoop leaseLoop,
            SettlementBatcher settlements,
            InFlight inFlight,
            DueTimes dueTimes,
            ClockWatch clock,
            DispatchProperties properties) {
        return new DispatchWorker(
                leaseLoop,
                settlements,
                inFlight,
                dueTimes,
                clock.time(),
                new WorkerSettings(properties.lease(), properties.drain()));
    }
}
