// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import io.glowplug.dispatch.DestinationSettings;
import io.glowplug.registry.Violations;
import org.jspecify.annotations.Nullable;

/**
 * A queue that gets outcomes.
 *
 * @param groupId the message group; FIFO queues only, which need it
 */
record QueueDestinationSettings(String queue, @Nullable String groupId) implements DestinationSettings {

    QueueDestinationSettings {
        Violations.of()
                .check(queue != null && !queue.isBlank(), "queue", "must be given")
                .refuseIfAny();
    }

    @Override
    public String target() {
        return "queue " + queue;
    }
}
