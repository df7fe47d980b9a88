// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Violations;

/**
 * Which events of a trigger are one: those for which an expression gives the same key.
 *
 * @param expression JMESPath on the event as the function gets it, at most 1,024 characters; a result of null is no key
 * @param ttlSeconds how long a key is remembered from its event's acceptance on, 1 s to 31 days
 * @param ifMissing what becomes of an event without a key
 */
public record IdempotencyRule(String expression, int ttlSeconds, IfMissing ifMissing) {

    public static final int DEFAULT_TTL_SECONDS = 86_400;
    public static final int LONGEST_TTL_SECONDS = 31 * 86_400;

    public IdempotencyRule {
        Violations.of()
                .range("idempotency.ttlSeconds", ttlSeconds, 1, LONGEST_TTL_SECONDS)
                .refuseIfAny();
    }

    /** What becomes of an event without a key. */
    public enum IfMissing {
        /** It is accepted like any other. */
        ACCEPT,
        /** It becomes a dead letter. */
        REJECT
    }
}
