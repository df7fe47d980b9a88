// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.signal;

import io.glowplug.dispatch.Hints.Listening;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who wants to hear of which topic on this node. */
final class HintListeners {

    /** By topic; each listening is a key of its own, even if two share a listener. */
    private final Map<String, Map<Object, Runnable>> listeners = new ConcurrentHashMap<>();

    Listening add(String topic, Runnable listener) {
        Object own = new Object();
        listeners.compute(topic, (_, present) -> {
            Map<Object, Runnable> those = present == null ? new ConcurrentHashMap<>() : present;
            those.put(own, listener);
            return those;
        });
        return () -> listeners.computeIfPresent(topic, (_, present) -> {
            present.remove(own);
            return present.isEmpty() ? null : present;
        });
    }

    void tell(String topic) {
        listeners.getOrDefault(topic, Map.of()).values().forEach(Runnable::run);
    }

    /** After a silence in which hints may have been lost. */
    void tellAll() {
        listeners.values().forEach(those -> those.values().forEach(Runnable::run));
    }
}
