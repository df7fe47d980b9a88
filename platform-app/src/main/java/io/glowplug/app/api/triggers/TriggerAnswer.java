// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.glowplug.app.api.destinations.DestinationJson;
import io.glowplug.dispatch.CircuitBreakerSettings;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.TriggerDefinition;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A trigger as it is stored. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TriggerAnswer(
        UUID id,
        String name,
        String function,
        @Nullable String qualifier,
        String type,
        @JsonRawValue String settings,
        @JsonRawValue @Nullable String filter,
        BatchSettings batch,
        RetryPolicy retry,
        OrderingAnswer ordering,
        @Nullable Integer maxConcurrency,
        @Nullable CircuitBreakerSettings circuitBreaker,
        @Nullable IdempotencyAnswer idempotency,
        @Nullable JsonNode onSuccess,
        @Nullable JsonNode onFailure,
        boolean paused,
        @Nullable Instant pausedAt,
        long revision,
        Instant createdAt,
        Instant modifiedAt) {

    /** As it was written, with its defaults. */
    record IdempotencyAnswer(String expression, int ttlSeconds, String ifMissing) {

        static @Nullable IdempotencyAnswer of(@Nullable IdempotencyRule rule) {
            return rule == null
                    ? null
                    : new IdempotencyAnswer(
                            rule.expression(),
                            rule.ttlSeconds(),
                            rule.ifMissing().name().toLowerCase(Locale.ROOT));
        }
    }

    record OrderingAnswer(String onDeadLetter) {

        static OrderingAnswer of(OnDeadLetter onDeadLetter) {
            return new OrderingAnswer(onDeadLetter.name().toLowerCase(Locale.ROOT));
        }
    }

    static TriggerAnswer of(TriggerDefinition trigger, DestinationPair destinations) {
        return new TriggerAnswer(
                trigger.id(),
                trigger.name(),
                trigger.functionName(),
                trigger.qualifier(),
                trigger.type(),
                trigger.settings(),
                trigger.filter(),
                trigger.batch(),
                trigger.retry(),
                OrderingAnswer.of(trigger.delivery().onDeadLetter()),
                trigger.delivery().maxConcurrency(),
                trigger.delivery().circuitBreaker(),
                IdempotencyAnswer.of(trigger.idempotency()),
                DestinationJson.of(destinations.onSuccess()),
                DestinationJson.of(destinations.onFailure()),
                trigger.paused(),
                trigger.pausedAt(),
                trigger.revision(),
                trigger.createdAt(),
                trigger.modifiedAt());
    }
}
