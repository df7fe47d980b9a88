// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.kind.CheckedSettings;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A draft that follows every rule which does not depend on what is stored. */
record CheckedDraft(
        String name,
        String functionName,
        @Nullable String qualifier,
        String type,
        CheckedSettings<?> settings,
        @Nullable String filter,
        BatchSettings batch,
        RetryPolicy retry,
        DeliverySettings delivery,
        @Nullable IdempotencyRule idempotency,
        boolean paused) {

    /** The same with other settings. */
    CheckedDraft with(CheckedSettings<?> sealed) {
        return new CheckedDraft(
                name, functionName, qualifier, type, sealed, filter, batch, retry, delivery, idempotency, paused);
    }

    TriggerDefinition create(UUID id, Instant now) {
        return definition(id, paused ? now : null, now, 0, now, now);
    }

    /**
     * Returns the definition that replaces {@code before}; equal to it, time of modification included, when nothing
     * changes.
     */
    TriggerDefinition replace(TriggerDefinition before, CheckedSettings<?> settingsBefore, Instant now) {
        boolean sameSource =
                settings.value().source().equals(settingsBefore.value().source());
        Instant sourceSince = sameSource ? before.sourceSince() : now;
        Instant pausedAt = !paused ? null : before.pausedAt() == null ? now : before.pausedAt();
        TriggerDefinition unchanged = definition(
                before.id(), pausedAt, sourceSince, before.revision(), before.createdAt(), before.modifiedAt());
        return unchanged.equals(before)
                ? before
                : definition(before.id(), pausedAt, sourceSince, before.revision(), before.createdAt(), now);
    }

    private TriggerDefinition definition(
            UUID id,
            @Nullable Instant pausedAt,
            Instant sourceSince,
            long revision,
            Instant createdAt,
            Instant modifiedAt) {
        return new TriggerDefinition(
                id,
                name,
                functionName,
                qualifier,
                type,
                settings.json(),
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
