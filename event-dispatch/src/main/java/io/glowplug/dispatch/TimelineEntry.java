// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of an event.
 *
 * @param what {@code accepted}, {@code queued}, {@code attempt}, {@code succeeded}, {@code dead-lettered},
 *     {@code expired}, {@code cancelled}, {@code redriven}, {@code purged} or {@code replayed}
 * @param detail one sentence for people
 */
public record TimelineEntry(
        Instant at, String what, String detail, @Nullable UUID invocationId) {}
