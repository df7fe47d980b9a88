// SPDX-License-Identifier: Apache-2.0
/**
 * Triggers as people edit them, and every node's copy of them in memory.
 *
 * <p>Start at {@link TriggerCatalog} for the door, {@link TriggerEdits} for the transactions and {@link
 * TriggerSnapshot} for the copy. Spring Data JPA.
 *
 * <p>Invariant: what is stored was checked by its connector, and once a change has committed nothing is emitted any
 * more under what was there before, because the change revokes the lease.
 */
@NullMarked
package io.glowplug.trigger.catalog;

import org.jspecify.annotations.NullMarked;
