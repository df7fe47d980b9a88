// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import io.glowplug.app.api.destinations.DestinationJson;
import io.glowplug.app.api.destinations.OwnedDestinations.Edits;
import io.glowplug.app.request.Fields;
import io.glowplug.app.request.RetryFields;
import io.glowplug.dispatch.CircuitBreakerSettings;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.dispatch.IdempotencyRule.IfMissing;
import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.TriggerDraft;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A trigger as a user writes it.
 *
 * @param name unique among triggers
 * @param function the function it invokes
 * @param qualifier version or alias of the function, or null for its latest state
 * @param type such as {@code schedule} or {@code kafka}
 * @param settings what the type needs to know
 * @param filter an event pattern, or null to let everything pass
 * @param batch how records are put together, for types that batch
 * @param retry what becomes of events whose function fails
 * @param ordering what becomes of an ordering key after a dead letter, for types whose events are in order
 * @param maxConcurrency how many of its events run at the same time at most, on all nodes together
 * @param circuitBreaker when it stops calling a function that only fails; never if left out
 * @param idempotency which of its events are one, or null
 * @param paused whether it is created without starting
 * @param onSuccess where the outcomes of its events go when they succeed, before its function's own destination
 * @param onFailure where they go when they fail for good
 */
record TriggerRequest(
        @Nullable String name,
        @Nullable String function,
        @Nullable String qualifier,
        @Nullable String type,
        @Nullable JsonNode settings,
        @Nullable JsonNode filter,
        @Nullable BatchRequest batch,
        @Nullable RetryFields retry,
        @Nullable OrderingRequest ordering,
        @Nullable Integer maxConcurrency,
        @Nullable CircuitBreakerRequest circuitBreaker,
        @Nullable IdempotencyRequest idempotency,
        @Nullable Boolean paused,
        @Nullable JsonNode onSuccess,
        @Nullable JsonNode onFailure) {

    Edits destinations() {
        return new Edits(
                DestinationJson.replacement("onSuccess", onSuccess),
                DestinationJson.replacement("onFailure", onFailure));
    }

    /** What is left out is the default of event source mappings. */
    record BatchRequest(
            @Nullable Integer size,
            @Nullable Integer windowSeconds,
            @Nullable Integer maxBytes,
            @Nullable Boolean reportItemFailures,
            @Nullable Boolean bisectOnError) {

        BatchSettings over(BatchSettings standard) {
            return new BatchSettings(
                    Optional.ofNullable(size).orElse(standard.size()),
                    Optional.ofNullable(windowSeconds).orElse(standard.windowSeconds()),
                    Optional.ofNullable(maxBytes).orElse(standard.maxBytes()),
                    Optional.ofNullable(reportItemFailures).orElse(false),
                    Optional.ofNullable(bisectOnError).orElse(false));
        }
    }

    /**
     * Events of one ordering key.
     *
     * @param onDeadLetter {@code continue} or {@code stop}
     */
    record OrderingRequest(@Nullable String onDeadLetter) {

        OnDeadLetter toOnDeadLetter() {
            return switch (onDeadLetter) {
                case null -> OnDeadLetter.CONTINUE;
                case "continue" -> OnDeadLetter.CONTINUE;
                case "stop" -> OnDeadLetter.STOP;
                default -> throw RefusedException.invalid("ordering.onDeadLetter", "must be continue or stop");
            };
        }
    }

    /** What is left out has a default; the object itself switches the breaker on. */
    record CircuitBreakerRequest(
            @Nullable Integer failures,
            @Nullable Integer probeAfterSeconds,
            @Nullable Integer longestProbeSeconds) {

        CircuitBreakerSettings toSettings() {
            int probeAfter =
                    Optional.ofNullable(probeAfterSeconds).orElse(CircuitBreakerSettings.DEFAULT_PROBE_AFTER_SECONDS);
            int longest = Optional.ofNullable(longestProbeSeconds)
                    .orElse(Math.max(probeAfter, CircuitBreakerSettings.DEFAULT_LONGEST_PROBE_SECONDS));
            return Fields.within(
                    "circuitBreaker",
                    () -> new CircuitBreakerSettings(
                            Optional.ofNullable(failures).orElse(CircuitBreakerSettings.DEFAULT_FAILURES),
                            probeAfter,
                            longest));
        }
    }

    /**
     * Events with the same key are one.
     *
     * @param expression JMESPath on the event as the function gets it
     * @param ttlSeconds how long a key is remembered, a day by default
     * @param ifMissing {@code accept} (the default) or {@code reject} events without a key
     */
    record IdempotencyRequest(
            @Nullable String expression,
            @Nullable Integer ttlSeconds,
            @Nullable String ifMissing) {

        IdempotencyRule toRule() {
            return new IdempotencyRule(
                    Fields.required("idempotency.expression", expression),
                    Optional.ofNullable(ttlSeconds).orElse(IdempotencyRule.DEFAULT_TTL_SECONDS),
                    switch (ifMissing) {
                        case null -> IfMissing.ACCEPT;
                        case "accept" -> IfMissing.ACCEPT;
                        case "reject" -> IfMissing.REJECT;
                        default -> throw RefusedException.invalid("idempotency.ifMissing", "must be accept or reject");
                    });
        }
    }

    /**
     * Turns it into a draft.
     *
     * @param defaultBatch what a type's batches are like that nobody says anything about
     */
    TriggerDraft toDraft(Function<String, BatchSettings> defaultBatch) {
        Violations.of()
                .check(name != null, "name", "must be given")
                .check(function != null, "function", "must be given")
                .check(type != null, "type", "must be given")
                .check(settings != null && settings.isObject(), "settings", "must be an object")
                .check(filter == null || filter.isNull() || filter.isObject(), "filter", "must be an object")
                .refuseIfAny();
        return new TriggerDraft(
                Fields.required("name", name),
                Fields.required("function", function),
                qualifier,
                Fields.required("type", type),
                Fields.required("settings", settings).toString(),
                filter == null || filter.isNull() ? null : filter.toString(),
                batch == null ? null : batch.over(defaultBatch.apply(Fields.required("type", type))),
                retry == null ? null : retry.over(RetryPolicy.DEFAULT, "retry"),
                new DeliverySettings(
                        ordering == null ? OnDeadLetter.CONTINUE : ordering.toOnDeadLetter(),
                        maxConcurrency,
                        circuitBreaker == null ? null : circuitBreaker.toSettings()),
                idempotency == null ? null : idempotency.toRule(),
                Optional.ofNullable(paused).orElse(false));
    }

    /** Leaves the destinations out, which may carry secrets. */
    @Override
    public String toString() {
        return "TriggerRequest[" + name + "]";
    }
}
