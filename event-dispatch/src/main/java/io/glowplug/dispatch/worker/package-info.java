// SPDX-License-Identifier: Apache-2.0
/**
 * Runs invocations on this node: leases what is due, keeps the leases alive, makes attempts, settles them.
 *
 * <p>Start at {@link DispatchWorker} for the loops and at {@link Dispatcher} for what they drive. An attempt goes
 * {@link AttemptRunner}, then {@link SettlementBatcher}; {@link InFlight} shares the node among the functions.
 *
 * <p>Invariant: everything in memory here may vanish at any moment. What this node holds comes back to life on some
 * node when its lease runs out.
 */
@NullMarked
package io.glowplug.dispatch.worker;

import org.jspecify.annotations.NullMarked;
