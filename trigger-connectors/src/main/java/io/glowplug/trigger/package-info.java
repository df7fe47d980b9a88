// SPDX-License-Identifier: Apache-2.0
/**
 * WHEN functions run: triggers, and one folder per kind of source (a connector).
 *
 * <p>Start at {@link Triggers} for what people edit and at {@link TriggerConnector} for what a new kind of source has
 * to bring. The supervisor in {@code supervisor} opens a source on the node that holds the trigger's lease, watches its
 * progress and restarts it when it stalls.
 *
 * <p>Invariant: what a source has read is in the ledger before the source is told so.
 */
@NullMarked
package io.glowplug.trigger;

import org.jspecify.annotations.NullMarked;
