// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Shares the triggers among the nodes: each is held by at most one node at a time. */
public interface TriggerLeases {

    /** This node's name, as its leases carry it and people see it. */
    String node();

    /** Takes the lease if nobody holds it or the holder's time ran out. */
    Optional<TriggerLease> tryAcquire(UUID triggerId, Duration length);

    /**
     * Takes part in the trigger's lease as it stands, which any number of nodes may do at once: it is for triggers that
     * nobody holds alone. It is in force until {@link #revoke} and needs no renewal.
     */
    TriggerLease join(UUID triggerId);

    /** Prolongs the leases that this node still holds and returns their triggers; the others are lost. */
    Set<UUID> renew(Collection<TriggerLease> leases, Duration length);

    /** Gives the lease back, so that another node can take it at once. */
    void release(TriggerLease lease);

    /**
     * Ends the lease in the caller's transaction, whoever holds it: once that has committed, emissions under it are
     * refused. So an edited or paused trigger emits nothing more under its old settings.
     */
    void revoke(UUID triggerId);
}
