// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.network;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts refused destinations by function, since the start of this platform. */
public final class NetworkRefusals {

    private final Map<String, LongAdder> byFunction = new ConcurrentHashMap<>();

    public void count(String functionName) {
        byFunction.computeIfAbsent(functionName, _ -> new LongAdder()).increment();
    }

    public Map<String, Long> byFunction() {
        return byFunction.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
    }
}
