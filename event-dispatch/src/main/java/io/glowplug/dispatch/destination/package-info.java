// SPDX-License-Identifier: Apache-2.0
/**
 * Where outcomes are published: the types of destinations that there are, and the destinations that functions and
 * triggers have.
 *
 * <p>Start at {@link StoredDestinations} for what people edit and at {@link DestinationTypes} for what a type brings; the
 * types themselves are in sub-packages and in the connectors' folders. How outcomes get there is {@code delivery}'s.
 *
 * <p>Invariant: a destination is stored in the transaction that changes its function or trigger, after its type has
 * checked it; its secret is stored encrypted and given out for a delivery only.
 */
@NullMarked
package io.glowplug.dispatch.destination;

import org.jspecify.annotations.NullMarked;
