// SPDX-License-Identifier: Apache-2.0
/**
 * The time that nodes go by. Start at {@link io.glowplug.app.clock.DatabaseClock}.
 *
 * <p>Invariant: what nodes decide together (leases, retries, slots of schedules) is decided by one clock, the database's,
 * whatever their own say.
 */
@NullMarked
package io.glowplug.app.clock;

import org.jspecify.annotations.NullMarked;
