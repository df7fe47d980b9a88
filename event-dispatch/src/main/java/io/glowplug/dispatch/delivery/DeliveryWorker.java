// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import io.glowplug.dispatch.DeliveryOutcome.DeliveredWithin;
import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.GatheringQueue;
import io.glowplug.dispatch.signal.DeliverySignal;
import io.glowplug.dispatch.store.Fence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;

/**
 * Leases due deliveries, has them tried, each on a thread of its own, and settles what has gathered. Stopping lets
 * what is being tried end for a moment; the rest is given back for another node.
 */
public final class DeliveryWorker implements SmartLifecycle {

    /** Stops after the attempts, whose ends make deliveries, and before those who accept events. */
    public static final int PHASE = 950;

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(10);
    private static final int MAX_BATCH = 200;

    private final DeliveryStore store;
    private final DeliveryRunner runner;
    private final DeliveriesInFlight inFlight;
    private final DeliverySignal signal;
    private final DeliveryMeters meters;
    private final InstantSource clock;
    private GatheringQueue<DeliverySettlement> queue = new GatheringQueue<>(MAX_BATCH);
    private List<BackgroundLoop> loops = List.of();
    private List<DeliverySettlement> unfinished = List.of();
    private Instant nextCount = Instant.MIN;

    public DeliveryWorker(
            DeliveryStore store,
            DeliveryRunner runner,
            DeliveriesInFlight inFlight,
            DeliverySignal signal,
            DeliveryMeters meters,
            InstantSource clock) {
        this.store = store;
        this.runner = runner;
        this.inFlight = inFlight;
        this.signal = signal;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (loops.isEmpty()) {
            queue = new GatheringQueue<>(MAX_BATCH);
            loops = List.of(
                    BackgroundLoop.start("deliver", this::leaseOrWait),
                    BackgroundLoop.start("settle-deliveries", this::settleNext));
        }
    }

    @Override
    public synchronized void stop() {
        if (loops.isEmpty()) {
            return;
        }
        BackgroundLoop lease = loops.getFirst();
        lease.stop();
        signal.raise();
        lease.stopAndJoin(STEP);
        inFlight.awaitNone(STEP.toNanos());
        releaseRest();
        loops.forEach(BackgroundLoop::stop);
        queue.close();
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

    private void leaseOrWait() {
        Instant now = clock.instant();
        if (!now.isBefore(nextCount)) {
            meters.waiting(store.open());
            nextCount = now.plus(BETWEEN_COUNTS);
        }
        int free = inFlight.free();
        List<LeasedDelivery> leased =
                free == 0 ? List.of() : store.lease(now, free, inFlight.perDestination(), inFlight.perDestinationNow());
        leased.forEach(this::start);
        if (leased.isEmpty()) {
            signal.await();
        }
    }

    private void start(LeasedDelivery delivery) {
        inFlight.hold(delivery);
        Thread.ofVirtual().name("delivery").start(() -> {
            try {
                if (!queue.put(runner.run(delivery))) {
                    inFlight.letGo(delivery);
                }
            } catch (RuntimeException e) {
                LOG.error("Delivery {} is left until its lease has run out", delivery.id(), e);
                inFlight.letGo(delivery);
            }
        });
    }

    /** A batch that the database did not take is kept and tried again; the fence makes a second try harmless. */
    private void settleNext() {
        if (unfinished.isEmpty()) {
            unfinished = queue.take(MAX_BATCH, PATIENCE);
        }
        if (!unfinished.isEmpty()) {
            settle(unfinished);
            unfinished.forEach(settlement -> inFlight.letGo(settlement.delivery()));
            unfinished = List.of();
            signal.raise();
        }
    }

    private void settle(List<DeliverySettlement> batch) {
        try {
            settleTogether(batch);
        } catch (NonTransientDataAccessResourceException unreachable) {
            throw unreachable;
        } catch (NonTransientDataAccessException refused) {
            if (batch.size() == 1) {
                LOG.error(
                        "Delivery {} cannot be settled; it is tried again when its lease has run out",
                        batch.getFirst().delivery().id(),
                        refused);
            } else {
                batch.forEach(settlement -> settle(List.of(settlement)));
            }
        }
    }

    private void settleTogether(List<DeliverySettlement> batch) {
        Set<Fence> won = store.settle(batch, clock.instant());
        for (DeliverySettlement settlement : batch) {
            meters.tried(settlement);
            if (settlement.outcome() instanceof DeliveredWithin within
                    && won.contains(settlement.delivery().fence())) {
                within.afterwards().run();
            }
        }
    }

    private void releaseRest() {
        List<UUID> rest = inFlight.ids();
        if (rest.isEmpty()) {
            return;
        }
        LOG.info("{} deliveries were still being tried; another node takes them", rest.size());
        try {
            store.release(rest, clock.instant());
        } catch (DataAccessException e) {
            LOG.warn(
                    "They are taken only when their leases have run out, since the database is away: {}", e.toString());
        }
    }
}
