// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

/** What a kind of source can promise. The contract test runs, for each, either the promise or its clean refusal. */
public enum ConnectorCapability {
    /** Events of one ordering key run one after another. */
    ORDERED,
    /** An event can carry several records; without it, batch settings are refused. */
    BATCHED,
    /** What was read can be read again from a checkpoint. */
    REPLAYABLE,
    /** The source has partitions, each with a position of its own. */
    PARTITIONED,
    /** Its records are written by others, so some may be undecodable: each of those becomes a dead letter. */
    FOREIGN_RECORDS,
    /**
     * Its events are brought to the platform, by callers who wait for a word. Every node serves it, so nobody holds it by
     * a lease, and it stays open while the trigger is paused.
     */
    PUSHED
}
