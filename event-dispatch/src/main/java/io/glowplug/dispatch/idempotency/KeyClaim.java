// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call or an event of a trigger that wants a key for itself.
 *
 * @param triggerId the trigger whose event it is, or null for a call
 * @param life how long the key is remembered from its claim on
 */
public record KeyClaim(
        String functionName,
        @Nullable UUID triggerId,
        String key,
        String payloadSha256,
        UUID invocationId,
        Duration life) {

    /** An accepted event always ends some day, and its end frees the key or completes it. */
    public static final Instant UNTIL_ITS_END = Instant.parse("9999-12-31T00:00:00Z");

    private static final UUID NO_TRIGGER = new UUID(0, 0);

    KeyName name() {
        return new KeyName(functionName, triggerOrZeros(triggerId), key);
    }

    static UUID triggerOrZeros(@Nullable UUID triggerId) {
        return triggerId == null ? NO_TRIGGER : triggerId;
    }

    static @Nullable UUID triggerOrNull(UUID stored) {
        return stored.equals(NO_TRIGGER) ? null : stored;
    }

    /** A key belongs to a function, and within it to the calls or to one trigger. All zeros stand for the calls. */
    record KeyName(String functionName, UUID trigger, String key) {}
}
