// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
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
 */
public record TriggerEvent(
        @Nullable String key,
        @Nullable String orderingKey,
        String source,
        Instant occurredAt,
        Payload payload,
        Map<String, String> attributes,
        @Nullable RecordLayout records) {

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
