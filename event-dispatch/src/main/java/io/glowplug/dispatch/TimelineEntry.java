// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of an event.
 *
 * @param what {@code accepted}, {@code queued}, {@code attempt}, {@code succeeded}, {@code dead-lettered},
 *     {@code expired}, {@code cancelled}, {@code redriven}, {@code purged} or {@code replayed}; of the outcome's way to
 *     its destination {@code delivery-queued}, {@code delivery-attempt}, {@code delivery-redriven}, {@code delivered} or
 *     {@code delivery-failed}; and {@code caused} for an event that is itself an outcome
 * @param detail one sentence for people
 */
public record TimelineEntry(
        Instant at, String what, String detail, @Nullable UUID invocationId) {}
