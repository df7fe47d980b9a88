// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ledger;

import io.glowplug.dispatch.Ledger;
import io.glowplug.dispatch.LedgerBalance;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Checks the conservation law again and again, and cries out when it does not hold. Every node does: it changes
 * nothing, and the check must not depend on one of them.
 */
public class LedgerAuditor implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LedgerAuditor.class);

    private final Ledger ledger;
    private final LedgerProperties properties;
    private final LedgerMeters meters;
    private @Nullable ScheduledExecutorService loop;

    public LedgerAuditor(Ledger ledger, LedgerProperties properties, MeterRegistry registry) {
        this.ledger = ledger;
        this.properties = properties;
        this.meters = new LedgerMeters(registry);
    }

    /** Audits once and returns what does not balance. */
    List<LedgerBalance> audit() {
        List<LedgerBalance> balances = ledger.balances();
        meters.show(balances);
        List<LedgerBalance> wrong =
                balances.stream().filter(balance -> balance.difference() != 0).toList();
        for (LedgerBalance balance : wrong) {
            log.error(
                    "The ledger of function {} and trigger {} is off by {}: accepted {}, but succeeded {},"
                            + " dead-lettered {}, expired {}, cancelled {}, in flight {}, waiting {}",
                    balance.functionName(),
                    balance.triggerId() == null ? "(none)" : balance.triggerId(),
                    balance.difference(),
                    balance.accepted(),
                    balance.succeeded(),
                    balance.deadLettered(),
                    balance.expired(),
                    balance.cancelled(),
                    balance.inFlight(),
                    balance.waiting());
        }
        return wrong;
    }

    @Override
    public synchronized void start() {
        if (loop != null) {
            return;
        }
        loop = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("ledger-auditor").factory());
        long millis = properties.auditEvery().toMillis();
        var _ = loop.scheduleWithFixedDelay(this::auditOrWarn, 0, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (loop != null) {
            loop.close();
            loop = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    private void auditOrWarn() {
        try {
            audit();
        } catch (RuntimeException failed) {
            log.warn("The ledger could not be audited; the next try is in {}", properties.auditEvery(), failed);
        }
    }
}
