// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as a connector hands it over.
 *
 * @param key text that makes two deliveries one event within the trigger, or null
 * @param orderingKey events of one trigger with the same ordering key run one after another; null for no order
 * @param source where it comes from, such as {@code kafka:orders}
 * @param occurredAt the instant by the source's own word
 * @param payload the body that the function gets, or for a batch the whole of it
 * @param attributes facts for people and filters, such as topic, partition and offset
 * @param records where the records of a batch are in the payload; null if it is no batch
 * @param sentKey the idempotency key that its sender gave it, or null; the trigger's own rule comes before it
 */
public record TriggerEvent(
        @Nullable String key,
        @Nullable String orderingKey,
        String source,
        Instant occurredAt,
        Payload payload,
        Map<String, String> attributes,
        @Nullable RecordLayout records,
        @Nullable SentKey sentKey) {

    /**
     * An idempotency key as a sender gives it.
     *
     * @param key null if the sender gave none, and only the trigger's rule can give one
     * @param sameness what two events with the same key have in common if they are one; another one reuses the key
     * @param life how long the key is remembered from the event's acceptance on
     */
    public record SentKey(@Nullable String key, String sameness, Duration life) {}

    /** An event whose sender gave it no key. */
    public TriggerEvent(
            @Nullable String key,
            @Nullable String orderingKey,
            String source,
            Instant occurredAt,
            Payload payload,
            Map<String, String> attributes,
            @Nullable RecordLayout records) {
        this(key, orderingKey, source, occurredAt, payload, attributes, records, null);
    }

    /** An event that is no batch. */
    public TriggerEvent(
            @Nullable String key,
            @Nullable String orderingKey,
            String source,
            Instant occurredAt,
            Payload payload,
            Map<String, String> attributes) {
        this(key, orderingKey, source, occurredAt, payload, attributes, null);
    }
}
