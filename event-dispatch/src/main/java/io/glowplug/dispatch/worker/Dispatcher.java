// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.store.LeasedInvocation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes invocations on and has them run. They come from the lease loop, or straight from whoever accepts an event: a
 * node with room stores it as its own and starts it once it is committed, without asking the database again.
 */
public final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** How long to gather permits for a lease of several: one by one would cost as many transactions. */
    private static final Duration GATHERING = Duration.ofMillis(5);

    private final InFlight inFlight;
    private final DueTimes dueTimes;
    private final AttemptRunner runner;
    private final SettlementBatcher settlements;
    private final InstantSource clock;
    private final Duration lease;

    /**
     * Makes a dispatcher.
     *
     * @param lease how long a lease lasts unless it is renewed
     */
    public Dispatcher(
            InFlight inFlight,
            DueTimes dueTimes,
            AttemptRunner runner,
            SettlementBatcher settlements,
            InstantSource clock,
            Duration lease) {
        this.inFlight = inFlight;
        this.dueTimes = dueTimes;
        this.runner = runner;
        this.settlements = settlements;
        this.clock = clock;
        this.lease = lease;
    }

    /** When a lease that is taken or renewed at that instant runs out. */
    public Instant leaseEnd(Instant now) {
        return now.plus(lease);
    }

    /**
     * Takes a permit for an event that is about to be stored, to be followed by {@link #start} or
     * {@link #cancelReservation}. False if the event has to wait for its turn.
     */
    public boolean reserve(String functionName) {
        return inFlight.reserve(functionName);
    }

    public void cancelReservation(String functionName) {
        release(functionName);
    }

    /** Notes that an event of the function is stored without a permit; the events after it queue up behind it. */
    public void expectBacklog(String functionName) {
        inFlight.addToBacklog(functionName);
    }

    /** Starts an invocation that this node has the lease of and a permit for. */
    public void start(LeasedInvocation invocation) {
        inFlight.hold(invocation);
        Thread.ofVirtual().name("attempt").start(() -> attempt(invocation));
    }

    private void attempt(LeasedInvocation invocation) {
        try {
            settlements.put(runner.run(invocation));
        } catch (RuntimeException e) {
            LOG.error("Invocation {} is left until its lease has run out", invocation.id(), e);
            inFlight.letGo(invocation);
        } finally {
            release(invocation.functionName());
        }
    }

    private void release(String functionName) {
        switch (inFlight.release(functionName)) {
            case ENOUGH -> dueTimes.now();
            case LITTLE -> dueTimes.add(clock.instant().plus(GATHERING));
            case UNWANTED -> {}
        }
    }
}
