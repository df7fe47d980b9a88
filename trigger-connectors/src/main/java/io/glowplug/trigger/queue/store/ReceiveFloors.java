// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * From where on to look for messages. Those that were deleted or received leave dead entries at the front of the index
 * until PostgreSQL tidies up, and every look from the very beginning reads through them. So most looks begin a little
 * before the place where the last one found something; once a second, and whenever nothing is found, one begins at the
 * beginning. See docs/adr/0013.
 */
final class ReceiveFloors {

    private static final long FULL_LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private record Floor(Instant from, long fullLookAt) {}

    private final Map<UUID, Floor> floors = new ConcurrentHashMap<>();

    /** Returns where to begin, or null for the beginning. */
    @Nullable
    Instant from(UUID queueId, long nowNanos) {
        Floor floor = floors.get(queueId);
        return floor == null || nowNanos - floor.fullLookAt > FULL_LOOK_EVERY_NANOS ? null : floor.from;
    }

    /** Notes the earliest instant from which on something that was found had been visible; null if nothing was found. */
    void found(UUID queueId, @Nullable Instant from, @Nullable Instant earliest, long nowNanos) {
        if (earliest == null) {
            floors.remove(queueId);
            return;
        }
        floors.compute(
                queueId,
                (_, before) -> new Floor(
                        earliest.minus(MARGIN), from == null || before == null ? nowNanos : before.fullLookAt));
    }

    void forget(UUID queueId) {
        floors.remove(queueId);
    }
}
