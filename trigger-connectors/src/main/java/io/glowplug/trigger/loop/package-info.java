// SPDX-License-Identifier: Apache-2.0
/**
 * The loop inside each of this module's workers.
 *
 * <p>Invariant: at most one round runs at a time, and none begins after {@link PeriodicLoop#stop()} returned. Stopping
 * never interrupts: that would close the socket of a database call half-way.
 */
@NullMarked
package io.glowplug.trigger.loop;

import org.jspecify.annotations.NullMarked;
