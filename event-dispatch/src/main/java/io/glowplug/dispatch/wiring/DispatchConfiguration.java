// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.TriggerDirectory;
import io.glowplug.dispatch.deadletter.DeadLetterPurges;
import io.glowplug.dispatch.destination.StoredDestinations;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.node.NodeIdentity;
import io.glowplug.dispatch.signal.DeliverySignal;
import io.glowplug.dispatch.signal.PostgresDueSignal;
import io.glowplug.dispatch.store.BlockedKeyStore;
import io.glowplug.dispatch.worker.Aftermath;
import io.glowplug.dispatch.worker.AttemptRunner;
import io.glowplug.dispatch.worker.DispatchMeters;
import io.glowplug.dispatch.worker.DispatchWorker;
import io.glowplug.dispatch.worker.Dispatcher;
import io.glowplug.dispatch.worker.DueTimes;
import io.glowplug.dispatch.worker.HousekeepingWorker;
import io.glowplug.dispatch.worker.InFlight;
import io.glowplug.dispatch.worker.LeaseLoop;
import io.glowplug.dispatch.worker.SettlementBatcher;
import io.glowplug.dispatch.worker.TriggerRules;
import io.glowplug.dispatch.worker.WorkerSettings;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.runtime.FunctionInvoker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
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

    private static final int KEYS_PRUNED_AT_ONCE = 10_000;

    @Bean
    NodeIdentity nodeIdentity(DispatchProperties properties) {
        return NodeIdentity.of(properties.nodeId());
    }

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
    InFlight inFlight(DispatchProperties properties) {
        return new InFlight(properties.maxConcurrentAttempts());
    }

    @Bean
    DueTimes dueTimes(DispatchProperties properties) {
        return new DueTimes(properties.poll());
    }

    @Bean
    PostgresDueSignal dueSignal(DataSource database, LedgerAccess ledger, NodeIdentity node, DueTimes dueTimes) {
        return new PostgresDueSignal(database, ledger.jdbc(), node.id(), dueTimes::now);
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
    SettlementBatcher settlementBatcher(
            LedgerAccess ledger, InstantSource clock, InFlight inFlight, Aftermath aftermath) {
        return new SettlementBatcher(ledger.settlements(), clock, inFlight, aftermath);
    }

    @Bean
    AttemptRunner attemptRunner(
            FunctionResolver resolver,
            FunctionInvoker invoker,
            TriggerRules rules,
            InstantSource clock,
            DispatchProperties properties) {
        return new AttemptRunner(resolver, invoker, rules, clock, properties.asyncPatience());
    }

    @Bean
    Dispatcher dispatcher(
            InFlight inFlight,
            DueTimes dueTimes,
            AttemptRunner runner,
            SettlementBatcher settlements,
            InstantSource clock,
            DispatchProperties properties) {
        return new Dispatcher(inFlight, dueTimes, runner, settlements, clock, properties.lease());
    }

    @Bean
    LeaseLoop leaseLoop(
            LedgerAccess ledger,
            TriggerRules rules,
            Dispatcher dispatcher,
            InFlight inFlight,
            DueTimes dueTimes,
            InstantSource clock) {
        return new LeaseLoop(ledger.leases(), rules, dispatcher, inFlight, dueTimes, clock);
    }

    @Bean
    DispatchWorker dispatchWorker(
            LeaseLoop leaseLoop,
            SettlementBatcher settlements,
            InFlight inFlight,
            DueTimes dueTimes,
            InstantSource clock,
            DispatchProperties properties) {
        return new DispatchWorker(
                leaseLoop,
                settlements,
                inFlight,
                dueTimes,
                clock,
                new WorkerSettings(properties.lease(), properties.drain()));
    }

    @Bean
    HousekeepingWorker dispatchHousekeeping(
            LedgerAccess ledger,
            IdempotencyStore keys,
            DeadLetterPurges purges,
            PostgresDueSignal signal,
            StoredDestinations destinations,
            InstantSource clock) {
        BlockedKeyStore blockedKeys = ledger.blockedKeys();
        return new HousekeepingWorker(List.of(
                () -> keys.prune(clock.instant(), KEYS_PRUNED_AT_ONCE),
                () -> purges.removeEnded(clock.instant()),
                () -> {
                    if (blockedKeys.repair(clock.instant()) > 0) {
                        signal.raise();
                    }
                },
                destinations::endOrphans));
    }
}
