// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.loop.GatheringQueue;
import io.glowplug.dispatch.store.Settlement;
import io.glowplug.dispatch.store.SettlementStore;
import io.glowplug.dispatch.store.SettlementStore.Settled;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;

/**
 * Settles whatever has gathered while the batch before was settled. A batch that the database did not take is kept and
 * tried again; if it was committed after all, the fence turns the second try into nothing.
 */
public final class SettlementBatcher {

    private static final Logger LOG = LoggerFactory.getLogger(SettlementBatcher.class);
    private static final int MAX_BATCH = 500;
    private static final int MAX_UNSETTLED = 2_000;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final SettlementStore store;
    private final InstantSource clock;
    private final InFlight inFlight;
    private final Aftermath aftermath;
    private final GatheringQueue<Settlement> queue = new GatheringQueue<>(MAX_UNSETTLED);
    private List<Settlement> unfinished = List.of();

    public SettlementBatcher(SettlementStore store, InstantSource clock, InFlight inFlight, Aftermath aftermath) {
        this.store = store;
        this.clock = clock;
        this.inFlight = inFlight;
        this.aftermath = aftermath;
    }

    /** Hands over a settlement; waits while too many are unsettled, which slows the node down to the database. */
    void put(Settlement settlement) {
        queue.put(settlement);
    }

    /** Takes nothing more; the loop need not wait for more. */
    void close() {
        queue.close();
    }

    /** One step of the loop: waits a moment for settlements and writes them. */
    void settleNext() {
        if (unfinished.isEmpty()) {
            unfinished = queue.take(MAX_BATCH, PATIENCE);
        }
        if (!unfinished.isEmpty()) {
            settle(unfinished);
            unfinished.forEach(settlement -> inFlight.letGo(settlement.invocation()));
            unfinished = List.of();
        }
    }

    private void settle(List<Settlement> batch) {
        try {
            settleTogether(batch);
        } catch (NonTransientDataAccessResourceException unreachable) {
            throw unreachable;
        } catch (NonTransientDataAccessException refused) {
            if (batch.size() == 1) {
                LOG.error(
                        "Invocation {} cannot be settled; it is tried again when its lease has run out",
                        batch.getFirst().invocation().id(),
                        refused);
            } else {
                batch.forEach(settlement -> settle(List.of(settlement)));
            }
        }
    }

    private void settleTogether(List<Settlement> batch) {
        Instant now = clock.instant();
        Settled settled = store.settle(batch, now);
        aftermath.follow(batch, settled, now);
    }
}
