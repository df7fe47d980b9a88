// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.WakeUp;
import io.glowplug.dispatch.store.AttemptRow;
import io.glowplug.dispatch.store.LeasedInvocation;
import io.glowplug.dispatch.store.Settlement;
import io.glowplug.dispatch.transition.InvocationTransitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Owns the loops of this node: leasing, renewing, settling. Stopping drains: nothing new is taken on, what runs is
 * waited for, and what has not ended by then is given back for another node, at no cost to its budget.
 */
public final class DispatchWorker implements SmartLifecycle {

    /** Stops before those who accept events, and long before the execution environments. */
    public static final int PHASE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(DispatchWorker.class);
    private static final Duration STEP = Duration.ofSeconds(5);

    private final LeaseLoop leaseLoop;
    private final SettlementBatcher settlements;
    private final InFlight inFlight;
    private final DueTimes dueTimes;
    private final InstantSource clock;
    private final WorkerSettings settings;
    private final WakeUp renewalStopped = new WakeUp();
    private List<BackgroundLoop> loops = List.of();

    public DispatchWorker(
            LeaseLoop leaseLoop,
            SettlementBatcher settlements,
            InFlight inFlight,
            DueTimes dueTimes,
            InstantSource clock,
            WorkerSettings settings) {
        this.leaseLoop = leaseLoop;
        this.settlements = settlements;
        this.inFlight = inFlight;
        this.dueTimes = dueTimes;
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        if (loops.isEmpty()) {
            loops = List.of(
                    BackgroundLoop.startOnThreadOfItsOwn("lease", leaseLoop::leaseOrWait),
                    BackgroundLoop.start("renew", this::waitAndRenew),
                    BackgroundLoop.startOnThreadOfItsOwn("settle", settlements::settleNext));
        }
    }

    @Override
    public synchronized void stop() {
        if (loops.isEmpty()) {
            return;
        }
        inFlight.close();
        BackgroundLoop lease = loops.getFirst();
        lease.stop();
        dueTimes.now();
        lease.stopAndJoin(STEP);
        inFlight.awaitNothingHeld(settings.drain().toNanos());
        releaseRest();
        loops.forEach(BackgroundLoop::stop);
        settlements.close();
        renewalStopped.raise();
        loops.forEach(loop -> loop.stopAndJoin(STEP));
        loops = List.of();
    }

    @Override
    public synchronized boolean isRunning() {
        return !loops.isEmpty();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void waitAndRenew() {
        renewalStopped.await(settings.lease().dividedBy(3));
        leaseLoop.renew();
    }

    private void releaseRest() {
        List<LeasedInvocation> rest = inFlight.held();
        if (rest.isEmpty()) {
            return;
        }
        LOG.warn("{} invocations were still running after {}; another node takes them", rest.size(), settings.drain());
        Instant now = clock.instant();
        for (LeasedInvocation invocation : rest) {
            AttemptRow attempt = new AttemptRow(
                    "platform-failed", null, null, "NodeStopped", "The node stopped during the attempt.", now, now);
            settlements.put(
                    new Settlement(invocation, InvocationTransitions.released(invocation.state(), now), attempt, now));
        }
        inFlight.awaitNothingHeld(STEP.toNanos());
    }
}
