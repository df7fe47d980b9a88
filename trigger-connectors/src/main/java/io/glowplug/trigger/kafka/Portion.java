// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.TriggerEvent;
import java.util.List;

/**
 * What one partition contributes to an emission.
 *
 * @param events closed batches in the order of their records
 * @param filtered how many records the filter turned away
 * @param checkpoint how far the partition is read once the rest is stored
 */
record Portion(
        PartitionBuffer from,
        List<TriggerEvent> events,
        List<RejectedEvent> rejected,
        long filtered,
        Checkpoint checkpoint) {

    long bytes() {
        return events.stream().mapToLong(event -> event.payload().size()).sum()
                + rejected.stream()
                        .mapToLong(rejection -> rejection.event().payload().size())
                        .sum();
    }
}
