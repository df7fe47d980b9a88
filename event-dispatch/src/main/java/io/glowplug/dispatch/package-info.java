// SPDX-License-Identifier: Apache-2.0
/**
 * THAT events run: durable acceptance, lease, retry, dead letters, idempotency, and the ledger that accounts for all.
 *
 * <p>Start at {@link InvokeService} (people and programs) and {@link EventSink} (triggers); {@link DeadLetterQueue},
 * {@link EventHistory} and {@link Ledger} read what became of it; {@link Destinations} and {@link Deliveries} publish it.
 * Sub-packages implement these doors.
 *
 * <p>Invariant, for each trigger and function, at every instant: accepted = succeeded + dead-lettered + expired +
 * cancelled + in flight + waiting. No crash breaks it, since every change of state is one transaction.
 */
@NullMarked
package io.glowplug.dispatch;

import org.jspecify.annotations.NullMarked;
