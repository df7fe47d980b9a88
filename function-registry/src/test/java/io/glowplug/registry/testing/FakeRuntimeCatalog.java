// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.testing;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RuntimeAvailability;
import io.glowplug.registry.RuntimeCatalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A host that serves every runtime but those it was told to refuse. */
public final class FakeRuntimeCatalog implements RuntimeCatalog {

    private final Map<String, String> refusals = new ConcurrentHashMap<>();

    /** Refuses a runtime by its id, or a network by the name of its mode. */
    public void refuse(String what, String reason) {
        refusals.put(what, reason);
    }

    @Override
    public Optional<String> refusalOf(FunctionRuntime runtime) {
        return Optional.ofNullable(refusals.get(runtime.id()));
    }

    @Override
    public Optional<String> refusalOfNetwork(NetworkAccess.Mode mode) {
        return Optional.ofNullable(refusals.get(mode.name()));
    }

    @Override
    public List<RuntimeAvailability> runtimes() {
        return refusals.entrySet().stream()
                .map(refusal -> new RuntimeAvailability(refusal.getKey(), null, null, refusal.getValue()))
                .toList();
    }
}
