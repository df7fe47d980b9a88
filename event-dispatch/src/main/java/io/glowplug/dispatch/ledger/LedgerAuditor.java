// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ledger;

import io.glowplug.dispatch.Ledger;
import io.glowplug.dispatch.LedgerBalance;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the conservation law, and cries out when it does not hold. A chore of the leader: it reads all open rows. */
public class LedgerAuditor {

    private static final Logger log = LoggerFactory.getLogger(LedgerAuditor.class);

    private final Ledger ledger;
    private final LedgerMeters meters;

    public LedgerAuditor(Ledger ledger, MeterRegistry registry) {
        this.ledger = ledger;
        this.meters = new LedgerMeters(registry);
    }

    /** Audits once and returns what does not balance. */
    public List<LedgerBalance> audit() {
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

    /** This node audits no longer: what it found last must not be taken for what is. */
    public void laidDown() {
        meters.forget();
    }
}
