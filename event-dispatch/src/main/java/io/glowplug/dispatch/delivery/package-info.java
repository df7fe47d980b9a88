// SPDX-License-Identifier: Apache-2.0
/**
 * The outbox: brings outcomes to destinations, and knows what became of each.
 *
 * <p>Start at {@link DeliveryWorker}. The rows are written by the statements that end invocations (see {@code
 * store.Outbox}), so there is a delivery exactly where there is an outcome with a destination; {@link DeliveryStore} leases
 * and ends them, {@link DeliveryRunner} makes a try, {@link DeliveryTransitions} decides what follows.
 *
 * <p>Invariant: a delivery ends in one transaction with the entry of its time line, fenced by the number of its try. What
 * crashes in between is tried again, so deliveries come at least once.
 */
@NullMarked
package io.glowplug.dispatch.delivery;

import org.jspecify.annotations.NullMarked;
