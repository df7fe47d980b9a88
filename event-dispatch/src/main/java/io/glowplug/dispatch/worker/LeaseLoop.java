// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.flow.FlowRules;
import io.glowplug.dispatch.store.Lane;
import io.glowplug.dispatch.store.LeaseStore;
import io.glowplug.dispatch.store.LeasedInvocation;
import io.glowplug.dispatch.worker.InFlight.Loan;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases what is due whenever there is a hint, room has become free, or the poll comes round. */
public final class LeaseLoop {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseLoop.class);
    private static final int MAX_LEASED_AT_ONCE = 500;

    private final LeaseStore leases;
    private final FlowRules flows;
    private final LimitedLeases limited;
    private final TriggerRules rules;
    private final Dispatcher dispatcher;
    private final InFlight inFlight;
    private final DueTimes dueTimes;
    private final InstantSource clock;
    private final KnownLanes lanes;
    private volatile Instant renewedAt;
    private boolean takenBack;
    private boolean interrupted;

    public LeaseLoop(
            LeaseSources sources,
            TriggerRules rules,
            Dispatcher dispatcher,
            InFlight inFlight,
            DueTimes dueTimes,
            InstantSource clock) {
        this.leases = sources.ordinary();
        this.flows = sources.rules();
        this.limited = new LimitedLeases(sources, rules, dispatcher, inFlight, dueTimes, clock);
        this.rules = rules;
        this.dispatcher = dispatcher;
        this.inFlight = inFlight;
        this.dueTimes = dueTimes;
        this.clock = clock;
        this.lanes = new KnownLanes(dueTimes.poll());
        this.renewedAt = clock.instant();
    }

    /** One step: leases once, and waits when nothing was due. */
    void leaseOrWait() {
        if (!takenBack) {
            takeBack();
        }
        if (interrupted) {
            // The database was away, perhaps for longer than the leases last. What still runs here is renewed before
            // this very node takes it for abandoned.
            renew();
            interrupted = false;
        }
        LockSupport.parkNanos(lanes.nanosToWait());
        interrupted = true;
        boolean idle = lease();
        boolean idleInLimited = limited.lease();
        interrupted = false;
        if (idle && idleInLimited) {
            dueTimes.await(clock.instant());
        }
    }

    /** Prolongs every lease that this node holds. */
    void renew() {
        Instant now = clock.instant();
        leases.renew(inFlight.held(), dispatcher.leaseEnd(now));
        renewedAt = now;
    }

    private void takeBack() {
        int count = leases.takeBack(clock.instant());
        if (count > 0) {
            LOG.info("Took back {} invocations that this node was running before it stopped", count);
        }
        takenBack = true;
        inFlight.open();
    }

    /** Leases once. True when there is nothing to do until something happens. */
    private boolean lease() {
        Loan loan = inFlight.lend(MAX_LEASED_AT_ONCE);
        List<LeasedInvocation> leased = List.of();
        boolean everywhere = false;
        boolean looked = false;
        try {
            List<Lane> known = lanes.withRoom(loan::hasRoomFor);
            boolean walk = lanes.walkIsDue();
            if (loan.limit() > 0 && (walk || !known.isEmpty())) {
                leased = lease(loan, walk ? List.of() : known);
                everywhere = walk;
                looked = true;
            }
        } finally {
            inFlight.settleLoan(leased, everywhere);
        }
        leased.forEach(dispatcher::start);
        return leased.isEmpty() && (everywhere || !looked);
    }

    private List<LeasedInvocation> lease(Loan loan, List<Lane> where) {
        Instant now = clock.instant();
        if (!now.isBefore(dispatcher.leaseEnd(renewedAt))) {
            renew(); // this node stood still for longer than its leases: the same holds for what it runs
        }
        dueTimes.forgetUntil(now);
        long began = System.nanoTime();
        var request = new LeaseStore.Request(
                now,
                dispatcher.leaseEnd(now),
                loan.free(),
                loan.limit(),
                loan.running(),
                rules.pausedTriggers(),
                leftAlone(loan),
                rules.guardedTriggers());
        LeaseStore.Leased leased = leases.lease(request, where);
        lanes.looked(leased.lanes(), loan::hasRoomFor);
        if (where.isEmpty()) {
            lanes.walked(began);
        }
        return leased.invocations();
    }

    private Set<String> leftAlone(Loan loan) {
        Set<String> limitedHere = flows.limited().keySet();
        if (limitedHere.isEmpty()) {
            return loan.notServed();
        }
        var names = new HashSet<>(loan.notServed());
        names.addAll(limitedHere);
        return names;
    }
}
