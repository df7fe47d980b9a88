// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.EventExpressions;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.IdempotencyKeys;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.accept.AcceptanceStore;
import io.glowplug.dispatch.accept.CallOrder;
import io.glowplug.dispatch.accept.EventAcceptor;
import io.glowplug.dispatch.accept.GroupCommit;
import io.glowplug.dispatch.emit.CheckpointStore;
import io.glowplug.dispatch.emit.EmissionDispatch;
import io.glowplug.dispatch.emit.EmissionStore;
import io.glowplug.dispatch.emit.EmittedKeys;
import io.glowplug.dispatch.emit.EventKeyStore;
import io.glowplug.dispatch.emit.LedgerEventSink;
import io.glowplug.dispatch.emit.TriggerLeaseStore;
import io.glowplug.dispatch.expression.JmespathExpressions;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.idempotency.StoredIdempotencyKeys;
import io.glowplug.dispatch.invoke.FunctionInvokeService;
import io.glowplug.dispatch.invoke.KeyedCalls;
import io.glowplug.dispatch.invoke.RunSummaryStore;
import io.glowplug.dispatch.invoke.RunSummaryWorker;
import io.glowplug.dispatch.invoke.SyncRunner;
import io.glowplug.dispatch.node.ClockWatch;
import io.glowplug.dispatch.node.NodeIdentity;
import io.glowplug.dispatch.node.NodeIdentity.LedgerWriter;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.dispatch.worker.Dispatcher;
import io.glowplug.dispatch.worker.TriggerRules;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.runtime.FunctionInvoker;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How events and calls get in: from callers, and from triggers. */
@Configuration(proxyBeanMethods = false)
class AcceptanceConfiguration {

    @Bean
    IdempotencyStore idempotencyStore(LedgerAccess ledger) {
        return new IdempotencyStore(ledger.jdbc());
    }

    @Bean
    IdempotencyKeys idempotencyKeys(LedgerAccess ledger) {
        return new StoredIdempotencyKeys(ledger.jdbc());
    }

    @Bean
    EventAcceptor eventAcceptor(
            LedgerAccess ledger, IdempotencyStore keys, Dispatcher dispatcher, DueSignal signal, ClockWatch clock) {
        return new EventAcceptor(Stream.of(LedgerWriter.FIRST_COMMITTER, LedgerWriter.SECOND_COMMITTER)
                .map(writer -> new AcceptanceStore(
                        ledger.transactions(),
                        ledger.events(),
                        keys,
                        ledger.counts(writer),
                        new CallOrder(ledger.orderingKeys(), ledger.blockedKeys())))
                .map(store -> new GroupCommit(store, dispatcher, signal, clock.time()))
                .toList());
    }

    @Bean
    RunSummaryWorker runSummaryWorker(LedgerAccess ledger, MeterRegistry meters) {
        return new RunSummaryWorker(
                new RunSummaryStore(ledger.jdbc(), ledger.transactions(), ledger.attempts()), meters);
    }

    @Bean
    SyncRunner syncRunner(
            FunctionInvoker invoker, RunSummaryWorker summaries, ClockWatch clock, DispatchProperties properties) {
        return new SyncRunner(invoker, summaries, clock.time(), properties.syncPatience());
    }

    @Bean
    InvokeService invokeService(
            FunctionResolver resolver,
            EventAcceptor acceptor,
            SyncRunner runner,
            KeyedCalls keyedCalls,
            ClockWatch clock,
            DispatchProperties properties) {
        return new FunctionInvokeService(
                resolver, acceptor, runner, keyedCalls, clock.time(), properties.idempotencyKeyLife());
    }

    @Bean
    KeyedCalls keyedCalls(IdempotencyStore keys, LedgerAccess ledger, ClockWatch clock, DispatchProperties properties) {
        return new KeyedCalls(
                keys,
                ledger.transactions(),
                clock.time(),
                properties.idempotencyAnswerLimit().toBytes());
    }

    @Bean
    EventExpressions eventExpressions() {
        return new JmespathExpressions();
    }

    @Bean
    TriggerLeaseStore triggerLeases(LedgerAccess ledger, ClockWatch clock, NodeIdentity node) {
        return new TriggerLeaseStore(ledger.jdbc(), clock.time(), node.id());
    }

    @Bean
    EventSink eventSink(
            LedgerAccess ledger,
            IdempotencyStore keys,
            EventExpressions expressions,
            TriggerLeaseStore leases,
            EmissionDispatch dispatch,
            ClockWatch clock) {
        EmissionStore emissions = new EmissionStore(
                new EmittedKeys(ledger.jdbc(), new EventKeyStore(ledger.jdbc()), keys),
                ledger.orderingKeys(),
                ledger.blockedKeys(),
                ledger.events(),
                new CheckpointStore(ledger.jdbc()),
                ledger.counts(LedgerWriter.EMISSION));
        return new LedgerEventSink(ledger.transactions(), leases, emissions, expressions, dispatch, clock.time());
    }

    @Bean
    EmissionDispatch emissionDispatch(Dispatcher dispatcher, DueSignal signal, TriggerRules rules) {
        return new EmissionDispatch(dispatcher, signal, rules);
    }
}
