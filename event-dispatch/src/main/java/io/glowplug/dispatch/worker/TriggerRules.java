// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.TriggerDirectory;
import io.glowplug.dispatch.store.LeasedInvocation;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RetryPolicy;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What triggers say about running their invocations: whether now, and how often. */
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

    public boolean isPaused(UUID triggerId) {
        return pausedTriggers().contains(triggerId);
    }

    Set<UUID> pausedTriggers() {
        TriggerDirectory directory = triggers.get();
        return directory == null ? Set.of() : directory.paused();
    }
}
