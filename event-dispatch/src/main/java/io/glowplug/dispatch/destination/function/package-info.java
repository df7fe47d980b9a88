// SPDX-License-Identifier: Apache-2.0
/**
 * Functions as destinations: an outcome becomes an event of another function.
 *
 * <p>Invariant: the event is accepted and counted in the transaction that ends the delivery, so there is exactly one.
 */
@NullMarked
package io.glowplug.dispatch.destination.function;

import org.jspecify.annotations.NullMarked;
