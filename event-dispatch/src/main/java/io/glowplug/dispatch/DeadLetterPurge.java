// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters that somebody removed.
 *
 * @param count how many there were
 * @param undoableUntil until when they can be brought back; after that they are gone for good
 * @param undoneAt when they were brought back, or null
 */
public record DeadLetterPurge(
        UUID id,
        Instant purgedAt,
        long count,
        Instant undoableUntil,
        @Nullable Instant undoneAt) {}
