// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.dispatch.IdempotencyRule.IfMissing;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.TriggerDraft;
import java.util.Optional;
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
 * @param idempotency which of its events are one, or null
 * @param paused whether it is created without starting
 * @param onSuccess not supported yet
 * @param onFailure not supported yet
 */
record TriggerRequest(
        @Nullable String name,
        @Nullable String function,
        @Nullable String qualifier,
        @Nullable String type,
        @Nullable JsonNode settings,
        @Nullable JsonNode filter,
        @Nullable BatchRequest batch,
        @Nullable RetryRequest retry,
        @Nullable IdempotencyRequest idempotency,
        @Nullable Boolean paused,
        @Nullable JsonNode onSuccess,
        @Nullable JsonNode onFailure) {

    TriggerRequest {
        Fields.refuseUnsupported("onSuccess", onSuccess != null && !onSuccess.isNull());
        Fields.refuseUnsupported("onFailure", onFailure != null && !onFailure.isNull());
    }

    /** What is left out is the default of event source mappings. */
    record BatchRequest(
            @Nullable Integer size,
            @Nullable Integer windowSeconds,
            @Nullable Integer maxBytes) {

        private static final int DEFAULT_SIZE = 100;

        BatchSettings toSettings() {
            return new BatchSettings(
                    Optional.ofNullable(size).orElse(DEFAULT_SIZE),
                    Optional.ofNullable(windowSeconds).orElse(BatchSettings.SINGLE.windowSeconds()),
                    Optional.ofNullable(maxBytes).orElse(BatchSettings.SINGLE.maxBytes()));
        }
    }

    /** What is left out is the default of asynchronous invocations. */
    record RetryRequest(
            @Nullable Integer maxRetries,
            @Nullable Integer minBackoffSeconds,
            @Nullable Integer maxBackoffSeconds,
            @Nullable Integer maxEventAgeSeconds) {

        RetryPolicy toPolicy() {
            RetryPolicy standard = RetryPolicy.DEFAULT;
            return Fields.within(
                    "retry",
                    () -> new RetryPolicy(
                            Optional.ofNullable(maxRetries).orElse(standard.maxRetries()),
                            Optional.ofNullable(minBackoffSeconds).orElse(standard.minBackoffSeconds()),
                            Optional.ofNullable(maxBackoffSeconds).orElse(standard.maxBackoffSeconds()),
                            Optional.ofNullable(maxEventAgeSeconds).orElse(standard.maxEventAgeSeconds())));
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

    TriggerDraft toDraft() {
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
                batch == null ? null : batch.toSettings(),
                retry == null ? null : retry.toPolicy(),
                idempotency == null ? null : idempotency.toRule(),
                Optional.ofNullable(paused).orElse(false));
    }
}
