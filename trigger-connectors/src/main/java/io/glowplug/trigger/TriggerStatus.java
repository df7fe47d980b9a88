// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.dispatch.DuplicateCounts;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a trigger is doing, from whichever node holds it.
 *
 * @param state {@code running}, {@code starting}, {@code paused}, {@code stalled}, {@code failing} or {@code ended}
 * @param node the node that holds it, or null
 * @param since when this state began
 * @param problem what is wrong, or null
 * @param duplicates its events that were left out because of their idempotency key
 */
public record TriggerStatus(
        String state,
        @Nullable String node,
        Instant since,
        Map<String, Long> lag,
        Map<String, String> checkpoints,
        @Nullable Instant lastProgress,
        @Nullable String problem,
        DuplicateCounts duplicates) {}
