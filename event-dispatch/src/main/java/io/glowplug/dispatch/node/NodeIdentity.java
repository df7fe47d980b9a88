// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import com.github.f4b6a3.uuid.UuidCreator;

/**
 * This node's name, which its leases carry. A name that outlives a restart lets the node take back what it was running
 * without waiting for its old leases to run out.
 */
public record NodeIdentity(String id) {

    private static final int SHARDS_PER_NODE = 8;
    private static final int NODES_WITH_OWN_SHARDS = 4000;

    /** Returns the node of that name, or one with a random name when it is blank. */
    public static NodeIdentity of(String configured) {
        return new NodeIdentity(configured.isBlank() ? "node-" + UuidCreator.getRandomBased() : configured.strip());
    }

    /**
     * Returns the shard of the ledger's counters for one of this node's writers. Two nodes may draw the same one; they
     * wait for each other then, and stay correct.
     */
    public int ledgerShard(LedgerWriter writer) {
        return Math.floorMod(id.hashCode(), NODES_WITH_OWN_SHARDS) * SHARDS_PER_NODE + writer.shard;
    }

    /** Those who change the ledger's counters at the same time; each has a shard, at most eight. */
    public enum LedgerWriter {
        FIRST_COMMITTER(0),
        SECOND_COMMITTER(1),
        SETTLEMENT(2),
        EMISSION(3),
        /** People who redrive and cancel. */
        REPAIR(4),
        /** Outcomes that become events of other functions. */
        DELIVERY(5),
        /** Redrives and replays that go on by themselves. */
        RESEND(6);

        private final int shard;

        LedgerWriter(int shard) {
            this.shard = shard;
        }
    }
}
