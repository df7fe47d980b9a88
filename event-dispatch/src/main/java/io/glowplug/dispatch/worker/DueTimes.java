// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.loop.WakeUp;
import io.glowplug.dispatch.signal.DeliverySignal;
import java.time.Duration;
import java.time.Instant;

/** When this node knows that something becomes due, so that it need not wait for the next poll. */
public final class DueTimes {

    private final Duration poll;
    private final WakeUp wakeUp = new WakeUp();
    private final DeliverySignal deliveries;
    private Instant next = Instant.MAX;
    private boolean hinted;

    /**
     * Knows of nothing yet.
     *
     * @param poll how long a node waits at most before it looks for itself
     */
    public DueTimes(Duration poll) {
        this.poll = poll;
        this.deliveries = new DeliverySignal(poll);
    }

    /** Of outcomes that are to be delivered, nothing is known but that there may be some. */
    public DeliverySignal deliveries() {
        return deliveries;
    }

    Duration poll() {
        return poll;
    }

    /** Wakes up the one who waits if this is sooner than all that was known. */
    void add(Instant due) {
        synchronized (this) {
            if (!due.isBefore(next)) {
                return;
            }
            next = due;
        }
        wakeUp.raise();
    }

    /** Something is due now, or room has become free for it. */
    public void now() {
        synchronized (this) {
            hinted = true;
        }
        wakeUp.raise();
    }

    /** Forgets the times that have come: the lease that follows sees to them. */
    synchronized void forgetUntil(Instant now) {
        if (!next.isAfter(now)) {
            next = Instant.MAX;
        }
    }

    /** Waits for the next due time, for a hint, or for the poll. A due time that is added meanwhile is waited for too. */
    void await(Instant now) {
        long began = System.nanoTime();
        Duration wait = untilDue(now);
        while (wait.isPositive() && wakeUp.await(wait) && !takeHint()) {
            wait = untilDue(now).minusNanos(System.nanoTime() - began);
        }
    }

    private synchronized Duration untilDue(Instant now) {
        return next.isBefore(now.plus(poll)) ? Duration.between(now, next) : poll;
    }

    private synchronized boolean takeHint() {
        boolean hint = hinted;
        hinted = false;
        return hint;
    }
}
