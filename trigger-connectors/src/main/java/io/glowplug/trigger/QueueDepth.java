// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many messages a queue has, as of one instant.
 *
 * @param visible could be received now
 * @param inFlight received and not deleted, hidden until their visibility timeout ends
 * @param delayed not received yet and hidden until their delay ends
 * @param oldestSentAt when the oldest of them all was sent, or null if there is none
 */
public record QueueDepth(
        long visible, long inFlight, long delayed, @Nullable Instant oldestSentAt) {

    public static final QueueDepth EMPTY = new QueueDepth(0, 0, 0, null);

    public long total() {
        return visible + inFlight + delayed;
    }
}
