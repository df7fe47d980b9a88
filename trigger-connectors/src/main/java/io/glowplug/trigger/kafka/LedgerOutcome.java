// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.util.List;
import java.util.Map;

/** What became of one piece of work with the ledger. */
sealed interface LedgerOutcome {

    /** The portions and their checkpoints are stored. */
    record Stored(List<Portion> portions) implements LedgerOutcome {}

    /** It is unknown whether they are; the checkpoints tell. */
    record InDoubt(List<Portion> portions) implements LedgerOutcome {}

    /** Where these partitions are to be read from. */
    record Positions(Map<PartitionBuffer, Checkpoint> starts) implements LedgerOutcome {}

    /** The positions could not be found. */
    record NoPositions() implements LedgerOutcome {}

    /** Another node reads this trigger now. */
    record LeaseLost() implements LedgerOutcome {}
}
