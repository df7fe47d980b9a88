// SPDX-License-Identifier: Apache-2.0
/**
 * What every background loop needs: a thread that survives faults without spinning, and a queue that hands over all
 * that has gathered.
 *
 * <p>Start at {@link BackgroundLoop}. Nothing here knows events or rows.
 *
 * <p>Invariant: stopping never interrupts a thread. An interrupt would close the socket of a database call half-way.
 */
@NullMarked
package io.glowplug.dispatch.loop;

import org.jspecify.annotations.NullMarked;
