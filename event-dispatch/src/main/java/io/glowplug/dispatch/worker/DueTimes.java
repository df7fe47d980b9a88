// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.loop.WakeUp;
import java.time.Duration;
import java.time.Instant;

/** When this node knows that something becomes due, so that it need not wait for the next poll. */
public final class DueTimes {

    private final WakeUp wakeUp = new WakeUp();
    private Instant next = Instant.MAX;

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
        wakeUp.raise();
    }

    /** Forgets the times that have come: the lease that follows sees to them. */
    synchronized void forgetUntil(Instant now) {
        if (!next.isAfter(now)) {
            next = Instant.MAX;
        }
    }

    /** Waits for the next due time, for a hint, or for the poll. */
    void await(Instant now, Duration poll) {
        Instant due;
        synchronized (this) {
            due = next;
        }
        Duration wait = due.isBefore(now.plus(poll)) ? Duration.between(now, due) : poll;
        if (!wait.isNegative()) {
            wakeUp.await(wait);
        }
    }
}
