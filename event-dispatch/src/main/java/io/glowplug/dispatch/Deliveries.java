// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Outcomes on their way to destinations, and what became of them. */
public interface Deliveries {

    /** Lists deliveries, newest first. */
    Page<Delivery> list(DeliveryQuery query, PageRequest page);

    Optional<Delivery> find(UUID id);

    /** Returns the delivery's own time line, in the order in which it happened. */
    List<DeliveryAttempt> attempts(UUID id);

    /**
     * Tries a failed one again, with a fresh budget, to the destination as it stands now. Refused with {@link
     * io.glowplug.registry.Refusal#CONFLICT} when it has not failed, or its destination was removed.
     */
    void redrive(UUID id);

    /** Tries again all failed ones that match and still have a destination, and returns how many. */
    long redriveAll(DeliveryQuery query);
}
