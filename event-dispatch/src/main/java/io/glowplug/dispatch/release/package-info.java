// SPDX-License-Identifier: Apache-2.0
/**
 * Lets ordering keys go on that a dead letter has stopped.
 *
 * <p>Start at {@link PostgresBlockedKeys}. Keys are stopped by the transaction that settles the dead letter, not here.
 *
 * <p>Invariant: when a dead letter is sent again as the head of its key, that it runs before the rest is decided in the
 * transaction that releases the key.
 */
@NullMarked
package io.glowplug.dispatch.release;

import org.jspecify.annotations.NullMarked;
