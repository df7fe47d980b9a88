// SPDX-License-Identifier: Apache-2.0
/**
 * The schedule connector: events that are due at the slots of an expression. It is the connector to copy from.
 *
 * <p>Start at {@link ScheduleConnector}; {@link ScheduleSource} waits and fires. The checkpoint of the one partition
 * {@code ""} is the last slot that was handled, fired or skipped. Slots rise, so events are in order; the overlap
 * policy {@code queue} also runs them in order.
 *
 * <p>Invariant: a slot becomes at most one event, because its instant is the event's key, and at least one unless a
 * policy skips it, because it is due until the checkpoint has passed it. A filter sees the event's body.
 */
@NullMarked
package io.glowplug.trigger.schedule;

import org.jspecify.annotations.NullMarked;
