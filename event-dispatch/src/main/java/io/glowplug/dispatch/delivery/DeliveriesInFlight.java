// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What this node is delivering. */
public final class DeliveriesInFlight {

    private final int capacity;
    private final Map<UUID, LeasedDelivery> held = new HashMap<>();

    public DeliveriesInFlight(int capacity) {
        this.capacity = capacity;
    }

    synchronized int free() {
        return capacity - held.size();
    }

    /** One destination gets at most a quarter of the node, so that a slow receiver does not hold up the others. */
    int perDestination() {
        return Math.max(1, capacity / 4);
    }

    synchronized Map<UUID, Integer> perDestinationNow() {
        Map<UUID, Integer> counts = new HashMap<>();
        held.values().forEach(delivery -> counts.merge(delivery.destination().id(), 1, Integer::sum));
        return counts;
    }

    synchronized void hold(LeasedDelivery delivery) {
        held.put(delivery.id(), delivery);
    }

    synchronized void letGo(LeasedDelivery delivery) {
        held.remove(delivery.id());
        notifyAll();
    }

    synchronized List<UUID> ids() {
        return List.copyOf(held.keySet());
    }

    /** Waits until nothing is held, at most that long. */
    synchronized void awaitNone(long nanos) {
        long end = System.nanoTime() + nanos;
        try {
            for (long left = nanos; !held.isEmpty() && left > 0; left = end - System.nanoTime()) {
                wait(Math.max(1, left / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
