// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.RetryPolicy;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the dispatch has to know of triggers. Implemented by the trigger module, answered from memory. */
public interface TriggerDirectory {

    /** Returns the retry policy of that trigger, or empty when there is no such trigger any more. */
    Optional<RetryPolicy> retryPolicyOf(UUID triggerId);

    /** Triggers whose waiting invocations must not be started now. */
    Set<UUID> paused();
}
