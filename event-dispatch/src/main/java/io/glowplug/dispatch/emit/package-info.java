// SPDX-License-Identifier: Apache-2.0
/**
 * What triggers need: a place for their events, with the checkpoint, and leases that share the triggers among nodes.
 *
 * <p>Start at {@link LedgerEventSink}. A connector's whole emission is one transaction in {@link EmissionStore}.
 *
 * <p>Invariant: an emission is stored only under the epoch of the lease that is in force; a former holder stores
 * nothing.
 */
@NullMarked
package io.glowplug.dispatch.emit;

import org.jspecify.annotations.NullMarked;
