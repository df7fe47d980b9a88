// SPDX-License-Identifier: Apache-2.0
/**
 * Opens the source of each trigger on the one node that holds its lease, and closes it in time.
 *
 * <p>Start at {@link SupervisionWorker}: it decides what this node holds. A {@link SourceRunner} keeps one source open on
 * a thread of its own, {@link LeaseRenewalWorker} renews the leases of all, {@link SourceWatchdog} says when a source is
 * stuck. An edit revokes the lease (see {@code catalog}), so a runner lives for one revision of its trigger.
 *
 * <p>Triggers whose events are brought to the platform are held by nobody: {@link ServedTriggers} has them open on every
 * node, and {@link SharedEmissions} lets nothing through that an edit, a pause or a deletion has overtaken.
 *
 * <p>Invariant: a source is closed before its lease ends, also when the database cannot be asked; whatever it emits
 * later than that is refused by the lease's epoch.
 */
@NullMarked
package io.glowplug.trigger.supervisor;

import org.jspecify.annotations.NullMarked;
