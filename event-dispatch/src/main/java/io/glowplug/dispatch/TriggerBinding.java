// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which trigger feeds which function. */
public record TriggerBinding(
        UUID triggerId,
        String triggerName,
        String functionName,
        @Nullable String qualifier) {}
