// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.TriggerDefinition;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
        @Nullable IdempotencyAnswer idempotency,
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

    static TriggerAnswer of(TriggerDefinition trigger) {
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
                IdempotencyAnswer.of(trigger.idempotency()),
                trigger.paused(),
                trigger.pausedAt(),
                trigger.revision(),
                trigger.createdAt(),
                trigger.modifiedAt());
    }
}
