// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import io.glowplug.dispatch.EmitResult;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.queue.store.MessageRow;
import io.glowplug.trigger.queue.store.MessageTaking;
import io.glowplug.trigger.queue.store.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages out of a queue and puts them into the ledger, in one transaction: a crash leaves a message in one of the
 * two. A message that is taken was never received as far as the queue counts, so a function that is throttled or fails
 * does not use up anything of it.
 */
final class QueueTaking {

    private static final int MOST_MESSAGES = 10_000;
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    /** So many batches of one message group may wait one behind the other; others wait in the queue. */
    private static final int BATCHES_OF_A_GROUP = 4;

    private final SourceContext context;
    private final MessageTaking messages;
    private final QueueEventFactory events;
    private final BatchSettings batch;

    QueueTaking(SourceContext context, MessageTaking messages, QueueEventFactory events) {
        this.context = context;
        this.messages = messages;
        this.events = events;
        this.batch = context.trigger().batch();
    }

    /** What came of looking. */
    sealed interface Outcome {

        /** Something was taken; there may be more. */
        record Took(int events) implements Outcome {}

        /** Nothing is to be taken before so long. Null if nothing is known to come. */
        record Nothing(@Nullable Duration untilNext, long waiting) implements Outcome {}

        record LeaseLost() implements Outcome {}
    }

    /** Takes what makes at most so many events, at least one. */
    Outcome take(QueueDefinition queue, int room) {
        Instant now = context.clock().instant();
        Set<String> crowded = queue.fifo() ? context.crowdedKeys(BATCHES_OF_A_GROUP) : Set.of();
        int most = queue.fifo() ? room : (int) Math.min(MOST_MESSAGES, (long) room * batch.size());
        Waiting waiting = messages.waiting(queue, most, crowded, now);
        int wanted = wanted(queue, waiting, now);
        if (wanted == 0) {
            return nothing(queue, waiting, now);
        }
        return switch (context.emitTaken(() -> {
            List<MessageRow> taken = queue.fifo()
                    ? messages.takeFifo(queue, wanted, batch.size(), MOST_BYTES, crowded, now)
                    : messages.takeStandard(queue, wanted, MOST_BYTES, now);
            return events.events(queue, taken, now);
        })) {
            case EmitResult.LeaseLost _ -> new Outcome.LeaseLost();
            case EmitResult.Accepted accepted ->
                new Outcome.Took(accepted.eventIds().size());
        };
    }

    /** A batch closes when it is full, or when its first message has waited for the whole window. */
    private int wanted(QueueDefinition queue, Waiting waiting, Instant now) {
        if (waiting.since() == null || queue.fifo()) {
            return (int) waiting.count();
        }
        boolean windowOver = !now.isBefore(waiting.since().plusSeconds(batch.windowSeconds()));
        return (int) (windowOver ? waiting.count() : waiting.count() / batch.size() * batch.size());
    }

    private Outcome nothing(QueueDefinition queue, Waiting waiting, Instant now) {
        Instant next = messages.next(queue, now);
        if (waiting.since() != null) {
            Instant windowEnd = waiting.since().plusSeconds(batch.windowSeconds());
            next = next == null || windowEnd.isBefore(next) ? windowEnd : next;
        }
        return new Outcome.Nothing(next == null ? null : Duration.between(now, next), waiting.count());
    }
}
