// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.List;
import java.util.UUID;

/** What became of an emission. */
public sealed interface EmitResult {

    /**
     * Committed.
     *
     * @param eventIds the new events
     * @param duplicates how many were known by their key
     * @param known those of them whose sender gave them their key, or which were delivered before
     */
    record Accepted(List<UUID> eventIds, int duplicates, List<Known> known) implements EmitResult {

        /** Committed, with nothing to say of duplicates but their number. */
        public Accepted(List<UUID> eventIds, int duplicates) {
            this(eventIds, duplicates, List.of());
        }
    }

    /**
     * What an event turned out to be.
     *
     * @param eventId the event that had its key first
     * @param same whether both are one; otherwise the key was used for another event
     */
    record Known(UUID eventId, boolean same) {}

    /** Another node holds the trigger now; nothing was stored and the source must stop. */
    record LeaseLost() implements EmitResult {}
}
