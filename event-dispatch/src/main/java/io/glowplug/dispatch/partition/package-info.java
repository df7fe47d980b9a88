// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps history in partitions of one UTC day each, made ahead of time and dropped whole by retention.
 *
 * <p>Start at {@link DayPartitions}; {@link PartitionWorker} calls it at start and every hour.
 *
 * <p>Invariant: before anything is accepted there is a partition for every id that can be made now, and no partition
 * goes while an open invocation still needs it.
 */
@NullMarked
package io.glowplug.dispatch.partition;

import org.jspecify.annotations.NullMarked;
