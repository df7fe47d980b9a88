// SPDX-License-Identifier: Apache-2.0
/**
 * The dead-letter queue: list, group, redrive, purge.
 *
 * <p>Start at {@link PostgresDeadLetterQueue}. {@link Redriver} sends one or many. Invocations are put into the queue by the
 * transaction that settles them, not from here.
 *
 * <p>Invariant: a dead letter is redriven at most once; the redrive is marked in the transaction that makes the new
 * invocation and counts it as accepted.
 */
@NullMarked
package io.glowplug.dispatch.deadletter;

import org.jspecify.annotations.NullMarked;
