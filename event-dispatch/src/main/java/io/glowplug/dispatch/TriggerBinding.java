// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which trigger feeds which function.
 *
 * @param idempotency which of its events are one, or null
 */
public record TriggerBinding(
        UUID triggerId,
        String triggerName,
        String functionName,
        @Nullable String qualifier,
        @Nullable IdempotencyRule idempotency) {

    /** A binding without a rule of idempotency. */
    public TriggerBinding(UUID triggerId, String triggerName, String functionName, @Nullable String qualifier) {
        this(triggerId, triggerName, functionName, qualifier, null);
    }
}
