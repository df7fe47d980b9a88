// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.signal;

import io.glowplug.dispatch.Hints.Listening;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who wants to hear of which topic on this node. */
final class HintListeners {

    private final Map<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    Listening add(String topic, Runnable listener) {
        // Each listening is a thing of its own, even if two share a listener.
        Runnable own = listener::run;
        listeners.compute(topic, (_, present) -> {
            Set<Runnable> those = present == null ? ConcurrentHashMap.newKeySet() : present;
            those.add(own);
            return those;
        });
        return () -> listeners.computeIfPresent(topic, (_, present) -> {
            present.remove(own);
            return present.isEmpty() ? null : present;
        });
    }

    void tell(String topic) {
        listeners.getOrDefault(topic, Set.of()).forEach(Runnable::run);
    }

    /** After a silence in which hints may have been lost. */
    void tellAll() {
        listeners.values().forEach(those -> those.forEach(Runnable::run));
    }
}
