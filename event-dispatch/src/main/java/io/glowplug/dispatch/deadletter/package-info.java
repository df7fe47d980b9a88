// SPDX-License-Identifier: Apache-2.0
/**
 * The dead-letter queue: list, redrive, purge.
 *
 * <p>Start at {@link PostgresDeadLetterQueue}; {@link DeadLetterStore} has the SQL. Invocations are put into the queue by the
 * transaction that settles them, not from here.
 *
 * <p>Invariant: a dead letter is redriven at most once; the redrive is marked in the transaction that makes the new
 * invocation and counts it as accepted.
 */
@NullMarked
package io.glowplug.dispatch.deadletter;

import org.jspecify.annotations.NullMarked;
