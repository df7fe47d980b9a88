// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.BatchFailures;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.TriggerDirectory;
import io.glowplug.dispatch.store.LeasedInvocation;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RetryPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What triggers say about running their invocations: whether now, how often, and how a batch is taken apart. */
public final class TriggerRules {

    private final Supplier<@Nullable TriggerDirectory> triggers;

    /** Takes a supplier because the trigger module is built on this one and comes to life after it. */
    public TriggerRules(Supplier<@Nullable TriggerDirectory> triggers) {
        this.triggers = triggers;
    }

    /** The policy of an invocation: its trigger's, else its function's, else the default. */
    RetryPolicy policyOf(LeasedInvocation invocation, Optional<FunctionVersion> version) {
        TriggerDirectory directory = triggers.get();
        UUID triggerId = invocation.triggerId();
        if (directory != null && triggerId != null) {
            Optional<RetryPolicy> policy = directory.retryPolicyOf(triggerId);
            if (policy.isPresent()) {
                return policy.get();
            }
        }
        return version.map(FunctionVersion::asyncRetry).orElse(RetryPolicy.DEFAULT);
    }

    /** Whether an event of the trigger has to wait for a lease, which alone knows if it may run now. */
    public boolean isHeldBack(UUID triggerId) {
        return pausedTriggers().contains(triggerId) || isGuarded(triggerId);
    }

    boolean isGuarded(@Nullable UUID triggerId) {
        return triggerId != null && guardedTriggers().containsKey(triggerId);
    }

    BatchFailures batchFailuresOf(@Nullable UUID triggerId) {
        TriggerDirectory directory = triggers.get();
        return directory == null || triggerId == null ? BatchFailures.WHOLE : directory.batchFailuresOf(triggerId);
    }

    DeliverySettings deliveryOf(@Nullable UUID triggerId) {
        TriggerDirectory directory = triggers.get();
        return directory == null || triggerId == null ? DeliverySettings.DEFAULT : directory.deliveryOf(triggerId);
    }

    Map<UUID, DeliverySettings> guardedTriggers() {
        TriggerDirectory directory = triggers.get();
        return directory == null ? Map.of() : directory.guarded();
    }

    void note(UUID triggerId, String what, String detail) {
        TriggerDirectory directory = triggers.get();
        if (directory != null) {
            directory.note(triggerId, what, detail);
        }
    }

    Set<UUID> pausedTriggers() {
        TriggerDirectory directory = triggers.get();
        return directory == null ? Set.of() : directory.paused();
    }
}
