// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.dispatch.CircuitBreakers;
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
 * @param circuitBreaker how its circuit breaker stands, or null if it has none
 * @param refused requests that were turned away, by the reason; empty if there were none, or nothing is brought to it
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
        CircuitBreakers.@Nullable Status circuitBreaker,
        DuplicateCounts duplicates,
        Map<String, Refused> refused) {

    /**
     * Requests that were turned away for one reason.
     *
     * @param lastDetail what the last of them was told
     */
    public record Refused(long count, Instant lastAt, String lastDetail) {}

    /** The status of a trigger without a circuit breaker. */
    public TriggerStatus(
            String state,
            @Nullable String node,
            Instant since,
            Map<String, Long> lag,
            Map<String, String> checkpoints,
            @Nullable Instant lastProgress,
            @Nullable String problem,
            DuplicateCounts duplicates) {
        this(state, node, since, lag, checkpoints, lastProgress, problem, null, duplicates, Map.of());
    }

    /** The same with a circuit breaker. */
    public TriggerStatus with(CircuitBreakers.Status breaker) {
        return new TriggerStatus(
                state, node, since, lag, checkpoints, lastProgress, problem, breaker, duplicates, refused);
    }

    /** The same with what was turned away. */
    public TriggerStatus withRefused(Map<String, Refused> counts) {
        return new TriggerStatus(
                state, node, since, lag, checkpoints, lastProgress, problem, circuitBreaker, duplicates, counts);
    }
}
