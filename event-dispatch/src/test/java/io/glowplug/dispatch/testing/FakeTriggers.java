// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.testing;

import io.glowplug.dispatch.TriggerDirectory;
import io.glowplug.registry.RetryPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Says of triggers what a test said of them. */
public final class FakeTriggers implements TriggerDirectory {

    private final Map<UUID, RetryPolicy> policies = new ConcurrentHashMap<>();
    private final Set<UUID> paused = ConcurrentHashMap.newKeySet();

    public void policy(UUID triggerId, RetryPolicy policy) {
        policies.put(triggerId, policy);
    }

    public void pause(UUID triggerId) {
        paused.add(triggerId);
    }

    public void resume(UUID triggerId) {
        paused.remove(triggerId);
    }

    @Override
    public Optional<RetryPolicy> retryPolicyOf(UUID triggerId) {
        return Optional.ofNullable(policies.get(triggerId));
    }

    @Override
    public Set<UUID> paused() {
        return Set.copyOf(paused);
    }
}
