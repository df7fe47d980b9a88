// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.signal;

import io.glowplug.dispatch.loop.WakeUp;
import java.time.Duration;

/**
 * Wakes up whoever delivers outcomes on this node. Other nodes need no hint: they look once in each poll, and whoever
 * settles an invocation can deliver its outcome.
 */
public final class DeliverySignal {

    private final Duration poll;
    private final WakeUp wakeUp = new WakeUp();

    /**
     * Makes a signal.
     *
     * @param poll how long to wait at most
     */
    public DeliverySignal(Duration poll) {
        this.poll = poll;
    }

    /** Says that something may be due, or that there is room for it. */
    public void raise() {
        wakeUp.raise();
    }

    /** Waits for a hint, or for the poll. */
    public void await() {
        wakeUp.await(poll);
    }
}
