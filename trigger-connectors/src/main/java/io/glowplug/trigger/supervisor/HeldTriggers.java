// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.supervisor;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What this node holds now. */
@Component
class HeldTriggers {

    private final Map<UUID, HeldTrigger> held = new ConcurrentHashMap<>();
    private volatile Runnable onEnd = () -> {};

    /** Has the listener called, on any thread, when a runner has ended. */
    void onEnd(Runnable listener) {
        onEnd = listener;
    }

    void runnerEnded() {
        onEnd.run();
    }

    Collection<HeldTrigger> all() {
        return List.copyOf(held.values());
    }

    boolean contains(UUID triggerId) {
        return held.containsKey(triggerId);
    }

    void add(HeldTrigger trigger) {
        held.put(trigger.id(), trigger);
    }

    void remove(HeldTrigger trigger) {
        held.remove(trigger.id(), trigger);
    }
}
