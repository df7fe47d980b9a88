// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.registry.RetryPolicy;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's binding of a source to a function.
 *
 * @param settings the connector's settings as a JSON object
 * @param filter an event pattern as a JSON object, or null to let everything pass
 * @param idempotency which of its events are one, or null
 * @param paused whether it is kept from starting anything new
 * @param pausedAt when it was paused, or null
 * @param sourceSince since when the source is read as described now: the trigger's creation, or the last edit that
 *     changed {@link TriggerSettings#source()}. What happened at the source before does not concern the trigger.
 * @param revision changes with every stored change
 */
public record TriggerDefinition(
        UUID id,
        String name,
        String functionName,
        @Nullable String qualifier,
        String type,
        String settings,
        @Nullable String filter,
        BatchSettings batch,
        RetryPolicy retry,
        DeliverySettings delivery,
        @Nullable IdempotencyRule idempotency,
        boolean paused,
        @Nullable Instant pausedAt,
        Instant sourceSince,
        long revision,
        Instant createdAt,
        Instant modifiedAt) {

    /** A trigger whose events are delivered by default, and without a rule of idempotency. */
    public TriggerDefinition(
            UUID id,
            String name,
            String functionName,
            @Nullable String qualifier,
            String type,
            String settings,
            @Nullable String filter,
            BatchSettings batch,
            RetryPolicy retry,
            boolean paused,
            @Nullable Instant pausedAt,
            Instant sourceSince,
            long revision,
            Instant createdAt,
            Instant modifiedAt) {
        this(
                id,
                name,
                functionName,
                qualifier,
                type,
                settings,
                filter,
                batch,
                retry,
                DeliverySettings.DEFAULT,
                null,
                paused,
                pausedAt,
                sourceSince,
                revision,
                createdAt,
                modifiedAt);
    }

    /** The same with settings that mean the same, written differently. */
    public TriggerDefinition withSettings(String other) {
        return new TriggerDefinition(
                id,
                name,
                functionName,
                qualifier,
                type,
                other,
                filter,
                batch,
                retry,
                delivery,
                idempotency,
                paused,
                pausedAt,
                sourceSince,
                revision,
                createdAt,
                modifiedAt);
    }
}
