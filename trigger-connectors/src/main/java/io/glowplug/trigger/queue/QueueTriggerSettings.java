// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.TriggerSettings;

/**
 * What a user says of a queue trigger; docs/triggers/queue.md explains it.
 *
 * @param queue the queue's name
 */
record QueueTriggerSettings(
        @JsonProperty(required = true) @JsonPropertyDescription("The queue to read")
        String queue) implements TriggerSettings {

    QueueTriggerSettings {
        Violations.of()
                .check(queue != null && !queue.isBlank(), "queue", "must be given")
                .refuseIfAny();
    }

    @Override
    public Object source() {
        return queue;
    }
}
