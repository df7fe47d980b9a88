// SPDX-License-Identifier: Apache-2.0
/**
 * How many invocations of functions run at once, over REST: reserved and provisioned concurrency. Start at {@link
 * ReservedConcurrencyController}.
 *
 * <p>Invariant: numbers of environments are those that the runtime of this node has, never what was asked for.
 */
@NullMarked
package io.glowplug.app.api.concurrency;

import org.jspecify.annotations.NullMarked;
