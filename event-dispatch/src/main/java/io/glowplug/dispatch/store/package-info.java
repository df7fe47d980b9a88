// SPDX-License-Identifier: Apache-2.0
/**
 * The statements that move invocations. Plain JDBC over arrays: one statement moves a whole batch.
 *
 * <p>Start at {@link EventStore} (in), {@link LeaseStore} (out to a node) and {@link SettlementStore} (to the end).
 *
 * <p>Invariant: whatever is written about an attempt is fenced by its number; zero rows means that the lease was lost,
 * which is normal. Time always comes in as {@code now}. Locks are taken in one order everywhere: ordering keys, keys,
 * invocations, and the ledger's counters last.
 */
@NullMarked
package io.glowplug.dispatch.store;

import org.jspecify.annotations.NullMarked;
