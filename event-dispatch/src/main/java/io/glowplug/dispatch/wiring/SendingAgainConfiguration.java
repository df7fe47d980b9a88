// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.DelayedInvocations;
import io.glowplug.dispatch.Resends;
import io.glowplug.dispatch.deadletter.DeadLetterPurges;
import io.glowplug.dispatch.deadletter.DeadLetterStore;
import io.glowplug.dispatch.deadletter.PostgresDeadLetterQueue;
import io.glowplug.dispatch.deadletter.PostgresDeadLetterQueue.RedriveAccess;
import io.glowplug.dispatch.deadletter.Redriver;
import io.glowplug.dispatch.delay.PostgresDelayedInvocations;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.node.ClockWatch;
import io.glowplug.dispatch.node.NodeIdentity.LedgerWriter;
import io.glowplug.dispatch.partition.RetentionProperties;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.dispatch.resend.LedgerResends;
import io.glowplug.dispatch.resend.ReplayStore;
import io.glowplug.dispatch.resend.ResendPortions;
import io.glowplug.dispatch.resend.ResendSenders;
import io.glowplug.dispatch.resend.ResendStore;
import io.glowplug.dispatch.resend.ResendWorker;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.registry.FunctionResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The dead-letter queue, and what sends things again or at another time. */
@Configuration(proxyBeanMethods = false)
class SendingAgainConfiguration {

    @Bean
    DeadLetterStore deadLetterStore(LedgerAccess ledger, Payloads payloads) {
        return new DeadLetterStore(ledger.jdbc(), payloads);
    }

    @Bean
    DeadLetterPurges deadLetterPurges(LedgerAccess ledger, RetentionProperties properties) {
        return new DeadLetterPurges(ledger.jdbc(), ledger.transactions(), properties.purgeGrace());
    }

    @Bean
    Redriver redriver(LedgerAccess ledger, IdempotencyStore keys, FunctionResolver functions, Payloads payloads) {
        return new Redriver(ledger.jdbc(), keys, functions, payloads);
    }

    @Bean
    DeadLetterQueue deadLetterQueue(
            LedgerAccess ledger,
            Payloads payloads,
            DeadLetterPurges purges,
            Redriver redriver,
            DueSignal due,
            ClockWatch clock) {
        return new PostgresDeadLetterQueue(
                ledger.jdbc(),
                payloads,
                purges,
                new RedriveAccess(redriver, ledger.counts(LedgerWriter.REPAIR), ledger.transactions()),
                due,
                clock.time());
    }

    @Bean
    ResendStore resendStore(LedgerAccess ledger) {
        return new ResendStore(ledger.jdbc());
    }

    @Bean
    ReplayStore replayStore(LedgerAccess ledger) {
        return new ReplayStore(ledger.jdbc());
    }

    @Bean
    ResendSenders resendSenders(
            DeadLetterStore deadLetters, Redriver redriver, ReplayStore events, FunctionResolver functions) {
        return new ResendSenders(deadLetters, redriver, events, functions);
    }

    @Bean
    ResendPortions resendPortions(
            LedgerAccess ledger, ResendStore store, ResendSenders senders, DueSignal due, ClockWatch clock) {
        return new ResendPortions(
                store, senders, ledger.counts(LedgerWriter.RESEND), ledger.transactions(), due, clock.time());
    }

    @Bean
    ResendWorker resendWorker(ResendPortions portions) {
        return new ResendWorker(portions);
    }

    @Bean
    Resends resends(
            ResendStore store,
            DeadLetterStore deadLetters,
            ReplayStore events,
            FunctionResolver functions,
            ResendWorker worker,
            ClockWatch clock) {
        return new LedgerResends(store, deadLetters, events, functions, worker, clock.time());
    }

    @Bean
    DelayedInvocations delayedInvocations(LedgerAccess ledger, DueSignal due, ClockWatch clock) {
        return new PostgresDelayedInvocations(ledger.jdbc(), due, clock.time());
    }
}
