// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.dispatch.GatheredCommits;
import io.glowplug.dispatch.Hints;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.MessageDraft;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.SendResult;
import io.glowplug.trigger.queue.store.Deduplication.Known;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores messages, those of several producers in one commit. */
@Component
public class Sending {

    private final QueueDatabase database;
    private final StandardMessages standard;
    private final FifoMessages fifo;
    private final Hints hints;
    private final InstantSource clock;
    private final QueueCounters counters;
    private final GatheredCommits<List<NewMessage>, Map<NewMessage, Known>> standardSends;
    private final GatheredCommits<List<NewMessage>, Map<NewMessage, Known>> fifoSends;

    Sending(
            QueueDatabase database,
            StandardMessages standard,
            FifoMessages fifo,
            Hints hints,
            InstantSource clock,
            QueueCounters counters) {
        this.database = database;
        this.standard = standard;
        this.fifo = fifo;
        this.hints = hints;
        this.clock = clock;
        this.counters = counters;
        this.standardSends = new GatheredCommits<>(
                QueueDatabase.gathering(),
                group -> each(group, all -> database.inStatement(() -> insertStandard(all, clock.instant()))));
        this.fifoSends = new GatheredCommits<>(
                QueueDatabase.gathering(),
                group -> each(group, all -> database.inOne(() -> fifo.insert(all, clock.instant()))));
    }

    List<SendResult> send(QueueDefinition queue, List<MessageDraft> drafts, @Nullable String sender) {
        List<SendResult> results = new ArrayList<>(drafts.size());
        Map<Integer, NewMessage> takeable = new HashMap<>();
        for (int i = 0; i < drafts.size(); i++) {
            results.add(null);
            try {
                takeable.put(i, NewMessage.of(queue, drafts.get(i), sender));
            } catch (RefusedException refused) {
                results.set(i, new SendResult.Refused(refused));
            }
        }
        if (takeable.isEmpty()) {
            return results;
        }
        List<NewMessage> messages =
                takeable.keySet().stream().sorted().map(takeable::get).toList();
        Map<NewMessage, Known> stored = (queue.fifo() ? fifoSends : standardSends).commit(messages);
        takeable.forEach((place, message) -> results.set(place, result(message, stored.get(message))));
        counters.sent(queue, stored.size());
        tell(queue, messages);
        return results;
    }

    /**
     * Stores one message in the caller's transaction; {@link #tell} is for afterwards.
     *
     * @return false if the queue is gone
     */
    public boolean storeWithin(QueueDefinition queue, MessageDraft draft) {
        database.requireTransaction();
        List<NewMessage> one = List.of(NewMessage.of(queue, draft, null));
        Instant now = clock.instant();
        return !(queue.fifo() ? fifo.insert(one, now) : insertStandard(one, now)).isEmpty();
    }

    /** Refuses, with fields of the draft, what the queue could not take. */
    public void check(QueueDefinition queue, MessageDraft draft) {
        draft.checkFor(queue);
    }

    /** Wakes those who wait for messages of the queue. */
    public void tell(QueueDefinition queue) {
        hints.raise(LongPolls.topic(queue.id()));
    }

    private void tell(QueueDefinition queue, List<NewMessage> messages) {
        boolean hidden = messages.stream().allMatch(message -> {
            Integer own = message.draft().delaySeconds();
            return (own == null ? queue.settings().delaySeconds() : own) > 0;
        });
        if (!hidden) {
            tell(queue);
        }
    }

    private Map<NewMessage, Known> insertStandard(List<NewMessage> messages, Instant now) {
        Set<UUID> stored = standard.insert(messages, now);
        return messages.stream()
                .filter(message -> stored.contains(message.id()))
                .collect(Collectors.toMap(message -> message, message -> new Known(message.id(), 0)));
    }

    private static List<Map<NewMessage, Known>> each(List<List<NewMessage>> group, Insert insert) {
        Map<NewMessage, Known> all =
                insert.of(group.stream().flatMap(List::stream).toList());
        return group.stream().map(messages -> mine(messages, all)).toList();
    }

    private static Map<NewMessage, Known> mine(List<NewMessage> messages, Map<NewMessage, Known> all) {
        Map<NewMessage, Known> mine = new HashMap<>();
        for (NewMessage message : messages) {
            Known known = all.get(message);
            if (known != null) {
                mine.put(message, known);
            }
        }
        return mine;
    }

    private static SendResult result(NewMessage message, @Nullable Known known) {
        if (known == null) {
            return new SendResult.Refused(QueueDirectory.unknown(message.queue().name()));
        }
        return new SendResult.Sent(
                known.messageId(),
                message.queue().fifo() ? known.sequence() : null,
                MessageDigests.md5(message.draft().body()),
                MessageDigests.md5(message.draft().attributes()),
                !known.messageId().equals(message.id()));
    }

    /** Stores messages of any queues of one kind. */
    private interface Insert {
        Map<NewMessage, Known> of(List<NewMessage> messages);
    }
}
