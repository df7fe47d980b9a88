// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;
import java.util.UUID;

/**
 * A queue as it is stored.
 *
 * @param fifo whether messages of one group are received in the order in which they were sent; its name ends in {@code
 *     .fifo} then
 * @param revision changes with every stored change
 */
public record QueueDefinition(
        UUID id,
        String name,
        boolean fifo,
        QueueSettings settings,
        long revision,
        Instant createdAt,
        Instant modifiedAt) {}
