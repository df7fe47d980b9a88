// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.dispatch.Hints;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hints within one node. */
public final class LocalHints implements Hints {

    private final Map<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    @Override
    public void raise(String topic) {
        listeners.getOrDefault(topic, Set.of()).forEach(Runnable::run);
    }

    @Override
    public Listening listen(String topic, Runnable listener) {
        Set<Runnable> those = listeners.computeIfAbsent(topic, _ -> ConcurrentHashMap.newKeySet());
        those.add(listener);
        return () -> those.remove(listener);
    }
}
