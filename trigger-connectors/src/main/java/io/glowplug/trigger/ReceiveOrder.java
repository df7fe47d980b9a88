// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.Violations;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver wants.
 *
 * @param maxMessages 1 to 10 for standard and FIFO queues; a caller within the platform may ask standard queues for up to
 *     1,000
 * @param visibilityTimeoutSeconds how long they are hidden from others, 0 to 43,200, or null for the queue's
 * @param waitSeconds how long to wait for a first message, 0 to 20, or null for the queue's
 */
public record ReceiveOrder(
        int maxMessages,
        @Nullable Integer visibilityTimeoutSeconds,
        @Nullable Integer waitSeconds) {

    public static final int MAX_FIFO = 10;

    public ReceiveOrder {
        Violations violations = Violations.of().range("maxMessages", maxMessages, 1, 1_000);
        if (visibilityTimeoutSeconds != null) {
            violations.range("visibilityTimeoutSeconds", visibilityTimeoutSeconds, 0, 43_200);
        }
        if (waitSeconds != null) {
            violations.range("waitSeconds", waitSeconds, 0, 20);
        }
        violations.refuseIfAny();
    }
}
