// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.IdempotencyRule;
import io.glowplug.registry.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as a user writes it, for creating or replacing one. Not yet checked.
 *
 * @param batch null for the connector's default
 * @param retry null for {@link RetryPolicy#DEFAULT}
 * @param idempotency which of its events are one, or null for no such rule
 */
public record TriggerDraft(
        String name,
        String functionName,
        @Nullable String qualifier,
        String type,
        String settings,
        @Nullable String filter,
        @Nullable BatchSettings batch,
        @Nullable RetryPolicy retry,
        DeliverySettings delivery,
        @Nullable IdempotencyRule idempotency,
        boolean paused) {

    /** A draft without a rule of idempotency. */
    public TriggerDraft(
            String name,
            String functionName,
            @Nullable String qualifier,
            String type,
            String settings,
            @Nullable String filter,
            @Nullable BatchSettings batch,
            @Nullable RetryPolicy retry,
            DeliverySettings delivery,
            boolean paused) {
        this(name, functionName, qualifier, type, settings, filter, batch, retry, delivery, null, paused);
    }

    /** A draft whose events are delivered by default. */
    public TriggerDraft(
            String name,
            String functionName,
            @Nullable String qualifier,
            String type,
            String settings,
            @Nullable String filter,
            @Nullable BatchSettings batch,
            @Nullable RetryPolicy retry,
            boolean paused) {
        this(name, functionName, qualifier, type, settings, filter, batch, retry, DeliverySettings.DEFAULT, paused);
    }
}
