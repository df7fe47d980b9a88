// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.List;
import java.util.Map;

/**
 * What a connector read, to be stored as one.
 *
 * @param rejected records that can never be run, each of which becomes a dead letter
 * @param checkpoints new positions by partition; partitions not named keep theirs
 * @param filtered how many events the trigger's filter turned away since the last emission
 */
public record Emission(
        TriggerLease lease,
        TriggerBinding binding,
        List<TriggerEvent> events,
        List<RejectedEvent> rejected,
        Map<String, String> checkpoints,
        long filtered) {

    /** A record that cannot be handed to the function, and why. */
    public record RejectedEvent(TriggerEvent event, String errorType, String errorMessage) {}
}
