// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An ordering key that stands still.
 *
 * @param deadLetterId the dead letter that stopped it
 * @param reason why that one is a dead letter, or null if it was purged
 * @param redriven whether it was sent again since, out of order
 * @param since when it stopped the key
 * @param waiting how many invocations wait behind it
 */
public record BlockedKey(
        String key,
        UUID deadLetterId,
        @Nullable DeadLetterReason reason,
        @Nullable String errorType,
        @Nullable String errorMessage,
        boolean redriven,
        Instant since,
        long waiting) {}
