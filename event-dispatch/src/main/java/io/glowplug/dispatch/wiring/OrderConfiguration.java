// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.BlockedKeys;
import io.glowplug.dispatch.CircuitBreakers;
import io.glowplug.dispatch.node.ClockWatch;
import io.glowplug.dispatch.node.NodeIdentity.LedgerWriter;
import io.glowplug.dispatch.release.PostgresBlockedKeys;
import io.glowplug.dispatch.signal.DueSignal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What people decide about triggers whose events stand still. */
@Configuration(proxyBeanMethods = false)
class OrderConfiguration {

    @Bean
    BlockedKeys blockedKeys(LedgerAccess ledger, DueSignal due, ClockWatch clock) {
        return new PostgresBlockedKeys(
                ledger.jdbc(),
                ledger.orderingKeys(),
                ledger.counts(LedgerWriter.REPAIR),
                ledger.transactions(),
                due,
                clock.time());
    }

    @Bean
    CircuitBreakers circuitBreakers(LedgerAccess ledger, DueSignal due) {
        return ledger.circuitBreakers().door(due);
    }
}
