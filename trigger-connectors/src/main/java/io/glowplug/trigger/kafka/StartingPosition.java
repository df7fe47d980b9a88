// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

/** Where a partition without a checkpoint is read from. */
enum StartingPosition {
    EARLIEST,
    /** The first record written after the trigger was made, so that nothing is missed while it starts. */
    LATEST,
    /** The first record with the starting time stamp or a later one. */
    TIMESTAMP
}
