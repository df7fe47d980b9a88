// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.store.LeaseStore;
import io.glowplug.dispatch.store.LeasedInvocation;
import io.glowplug.dispatch.worker.InFlight.Loan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases what is due whenever there is a hint, room has become free, or the poll comes round. */
public final class LeaseLoop {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseLoop.class);
    private static final int MAX_LEASED_AT_ONCE = 100;

    private final LeaseStore leases;
    private final TriggerRules rules;
    private final Dispatcher dispatcher;
    private final InFlight inFlight;
    private final DueTimes dueTimes;
    private final InstantSource clock;
    private boolean takenBack;
    private boolean interrupted;

    public LeaseLoop(
            LeaseStore leases,
            TriggerRules rules,
            Dispatcher dispatcher,
            InFlight inFlight,
            DueTimes dueTimes,
            InstantSource clock) {
        this.leases = leases;
        this.rules = rules;
        this.dispatcher = dispatcher;
        this.inFlight = inFlight;
        this.dueTimes = dueTimes;
        this.clock = clock;
    }

    /** One step: leases once, and waits when nothing was due. */
    void leaseOrWait(Duration poll) {
        if (!takenBack) {
            takeBack();
        }
        if (interrupted) {
            // The database was away, perhaps for longer than the leases last. What still runs here is renewed before
            // this very node takes it for abandoned.
            renew();
            interrupted = false;
        }
        interrupted = true;
        boolean none = lease().isEmpty();
        interrupted = false;
        if (none) {
            dueTimes.await(clock.instant(), poll);
        }
    }

    /** Prolongs every lease that this node holds. */
    void renew() {
        Instant now = clock.instant();
        leases.renew(inFlight.held(), dispatcher.leaseEnd(now));
    }

    private void takeBack() {
        int count = leases.takeBack(clock.instant());
        if (count > 0) {
            LOG.info("Took back {} invocations that this node was running before it stopped", count);
        }
        takenBack = true;
        inFlight.open();
    }

    private List<LeasedInvocation> lease() {
        Loan loan = inFlight.lend(MAX_LEASED_AT_ONCE);
        List<LeasedInvocation> leased = List.of();
        try {
            if (loan.limit() > 0) {
                Instant now = clock.instant();
                dueTimes.forgetUntil(now);
                leased = leases.lease(new LeaseStore.Request(
                        now,
                        dispatcher.leaseEnd(now),
                        loan.free(),
                        loan.limit(),
                        loan.running(),
                        rules.pausedTriggers()));
            }
        } finally {
            inFlight.settleLoan(leased);
        }
        leased.forEach(dispatcher::start);
        return leased;
    }
}
