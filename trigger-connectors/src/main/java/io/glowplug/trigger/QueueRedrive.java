// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a dead-letter queue on their way back.
 *
 * @param queue the dead-letter queue
 * @param destination where they go; null if each goes to the queue that gave it up
 * @param ratePerSecond most messages a second, or null for as fast as it goes
 * @param state {@code running}, {@code completed}, {@code cancelled} or {@code failed}
 * @param toMove how many there were at the start
 * @param problem why it failed, or null
 */
public record QueueRedrive(
        UUID id,
        String queue,
        @Nullable String destination,
        @Nullable Integer ratePerSecond,
        String state,
        long toMove,
        long moved,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String problem) {}
