// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.Destinations;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.EventSink;
import io.glowplug.dispatch.TriggerLeases;
import io.glowplug.registry.RefusedException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Deletes triggers. */
@Component
class TriggerRemoval {

    private final TriggerEdits edits;
    private final TriggerLeases leases;
    private final EventSink sink;
    private final EventHistory history;
    private final Destinations destinations;

    TriggerRemoval(
            TriggerEdits edits, TriggerLeases leases, EventSink sink, EventHistory history, Destinations destinations) {
        this.edits = edits;
        this.leases = leases;
        this.sink = sink;
        this.history = history;
        this.destinations = destinations;
    }

    /** The lease goes first: from then on nothing new can come in, so what is counted open is all there is. */
    @Transactional
    void delete(UUID id, boolean cancelWaiting, @Nullable Long expectedRevision) {
        StoredTrigger trigger = edits.lock(id, expectedRevision);
        leases.revoke(id);
        if (cancelWaiting) {
            history.cancelWaitingOf(id);
        } else {
            refuseWhileOpen(id);
        }
        sink.forget(id);
        destinations.forget(new DestinationOwner.OfTrigger(id));
        edits.remove(trigger);
    }

    private void refuseWhileOpen(UUID id) {
        long open = sink.openInvocations(id);
        if (open > 0) {
            throw RefusedException.conflict("Of this trigger " + open
                    + " invocations are still open: wait for them, or delete it with those that wait cancelled.");
        }
    }
}
