// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.Triggers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The triggers of queues. */
@Component
public class QueueReaders {

    private static final String KIND = "queue";
    private static final int AT_ONCE = 500;

    private final ObjectProvider<Triggers> triggers;

    QueueReaders(ObjectProvider<Triggers> triggers) {
        this.triggers = triggers;
    }

    /** Returns the triggers that read that queue, paused ones included. */
    public List<TriggerDefinition> of(String queue) {
        List<TriggerDefinition> readers = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            Page<TriggerDefinition> page = triggers.getObject().list(null, KIND, new PageRequest(AT_ONCE, cursor));
            for (TriggerDefinition trigger : page.items()) {
                if (queue.equals(JsonMapper.shared()
                        .readTree(trigger.settings())
                        .path("queue")
                        .asString(""))) {
                    readers.add(trigger);
                }
            }
            cursor = page.nextCursor();
        } while (cursor != null);
        return readers;
    }
}
