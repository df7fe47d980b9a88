// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.testing;

import io.glowplug.dispatch.BatchFailures;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.TriggerDirectory;
import io.glowplug.registry.RetryPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says of triggers what a test said of them. */
public final class FakeTriggers implements TriggerDirectory {

    private final Map<UUID, RetryPolicy> policies = new ConcurrentHashMap<>();
    private final Map<UUID, BatchFailures> batches = new ConcurrentHashMap<>();
    private final Map<UUID, DeliverySettings> deliveries = new ConcurrentHashMap<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final Set<UUID> paused = ConcurrentHashMap.newKeySet();

    public void policy(UUID triggerId, RetryPolicy policy) {
        policies.put(triggerId, policy);
    }

    public void batches(UUID triggerId, BatchFailures failures) {
        batches.put(triggerId, failures);
    }

    public void delivery(UUID triggerId, DeliverySettings delivery) {
        deliveries.put(triggerId, delivery);
    }

    public List<String> notes() {
        return List.copyOf(notes);
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
    public BatchFailures batchFailuresOf(UUID triggerId) {
        return batches.getOrDefault(triggerId, BatchFailures.WHOLE);
    }

    @Override
    public DeliverySettings deliveryOf(UUID triggerId) {
        return deliveries.getOrDefault(triggerId, DeliverySettings.DEFAULT);
    }

    @Override
    public Map<UUID, DeliverySettings> guarded() {
        Map<UUID, DeliverySettings> guarded = new HashMap<>(deliveries);
        guarded.values().removeIf(delivery -> !delivery.guarded());
        return guarded;
    }

    @Override
    public void note(UUID triggerId, String what, String detail) {
        notes.add(what);
    }

    @Override
    public Set<UUID> paused() {
        return Set.copyOf(paused);
    }
}
