// SPDX-License-Identifier: Apache-2.0
/**
 * What the lists of the ledger have in common: conditions, cursors and the reading of columns.
 *
 * <p>Start at {@link Conditions}. Invariant: what a user sends is always bound as a parameter, never part of the SQL.
 */
@NullMarked
package io.glowplug.dispatch.search;

import org.jspecify.annotations.NullMarked;
