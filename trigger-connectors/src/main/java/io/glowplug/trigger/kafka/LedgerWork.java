// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.registry.DatabaseOutage;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.kafka.LedgerThread.GiveUp;
import io.glowplug.trigger.kafka.SourceCondition.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two things a session wants of the ledger: to store portions, and to know where to read. */
final class LedgerWork {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWork.class);
    private static final Duration NEXT_LOOK_FOR_ROOM = Duration.ofMillis(200);
    private static final Duration NEXT_TRY = Duration.ofSeconds(1);

    private final SourceContext context;
    private final SourceCondition condition;
    private final StartOffsets startOffsets;
    private final int maxOpenInvocations;
    /** No fewer than are really open: counted at some time, plus what was added since. */
    private long openAtMost = Long.MAX_VALUE;

    LedgerWork(SourceContext context, SourceCondition condition, StartOffsets startOffsets, int maxOpenInvocations) {
        this.context = context;
        this.condition = condition;
        this.startOffsets = startOffsets;
        this.maxOpenInvocations = maxOpenInvocations;
    }

    /** Stores the portions in one transaction, as soon as few enough invocations of the trigger are open. */
    LedgerOutcome store(List<Portion> portions, GiveUp giveUp) {
        List<TriggerEvent> events = new ArrayList<>();
        List<RejectedEvent> rejected = new ArrayList<>();
        Map<String, String> checkpoints = new HashMap<>();
        long filtered = 0;
        for (Portion portion : portions) {
            events.addAll(portion.events());
            rejected.addAll(portion.rejected());
            checkpoints.put(
                    portion.from().partition().toString(), portion.checkpoint().position());
            filtered += portion.filtered();
        }
        try {
            if (!events.isEmpty() && !awaitRoom(giveUp)) {
                return new LedgerOutcome.InDoubt(portions);
            }
            EmitResult result = context.emit(events, rejected, checkpoints, filtered);
            condition.clear(Trouble.LEDGER);
            return switch (result) {
                case EmitResult.LeaseLost _ -> new LedgerOutcome.LeaseLost();
                case EmitResult.Accepted accepted -> {
                    openAtMost += accepted.eventIds().size();
                    condition.progressed();
                    yield new LedgerOutcome.Stored(portions);
                }
            };
        } catch (RuntimeException e) {
            ledgerFailed(e);
            return new LedgerOutcome.InDoubt(portions);
        }
    }

    /** Finds out where to read these partitions, trying until ledger and broker answer. */
    LedgerOutcome position(Map<TopicPartition, PartitionBuffer> buffers, GiveUp giveUp) {
        do {
            try {
                Map<TopicPartition, Checkpoint> starts = startOffsets.find(buffers.keySet());
                condition.clear(Trouble.LEDGER);
                condition.clear(Trouble.READING);
                condition.progressed();
                Map<PartitionBuffer, Checkpoint> found = new HashMap<>();
                starts.forEach((partition, start) -> found.put(buffers.get(partition), start));
                return new LedgerOutcome.Positions(found);
            } catch (StartOffsets.LeaseLostException e) {
                return new LedgerOutcome.LeaseLost();
            } catch (KafkaException e) {
                condition.raise(Trouble.READING, "the positions to start from are not known: " + e.getMessage());
            } catch (RuntimeException e) {
                ledgerFailed(e);
            }
        } while (!giveUp.await(NEXT_TRY));
        return new LedgerOutcome.NoPositions();
    }

    private boolean awaitRoom(GiveUp giveUp) {
        while (openAtMost >= maxOpenInvocations) {
            openAtMost = context.openInvocations();
            if (openAtMost >= maxOpenInvocations) {
                condition.progressed();
                if (giveUp.await(NEXT_LOOK_FOR_ROOM)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void ledgerFailed(RuntimeException e) {
        if (!DatabaseOutage.isBehind(e)) {
            LOG.warn("trigger {}: the ledger does not answer", context.trigger().name(), e);
        }
        condition.raise(Trouble.LEDGER, e.getClass().getSimpleName() + "; what was read is kept in the topic");
    }
}
