// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static io.glowplug.trigger.queue.store.QueueDatabase.integers;
import static io.glowplug.trigger.queue.store.QueueDatabase.longs;
import static io.glowplug.trigger.queue.store.QueueDatabase.time;
import static io.glowplug.trigger.queue.store.QueueDatabase.uuids;

import io.glowplug.dispatch.GatheredCommits;
import io.glowplug.dispatch.Hints;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueMessages.VisibilityChange;
import io.glowplug.trigger.ReceiptResult;
import io.glowplug.trigger.queue.store.MessageGroups.Group;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What receivers do with the messages that they have: delete them, or hide them for longer or shorter. */
@Component
final class Receipts {

    private static final Duration LONGEST_HIDDEN = Duration.ofHours(12);

    private static final String CHANGE = """
            update queue_message m set visible_at = :now + make_interval(secs => r.timeout)
            from unnest(:queues, :sequences, :receipts, :timeouts) as r (queue_id, sequence, receipt, timeout)
            where m.queue_id = r.queue_id and m.sequence = r.sequence and m.receipt = r.receipt and m.visible_at > :now
                and :now + make_interval(secs => r.timeout) <= m.received_at + make_interval(hours => 12)
            returning m.queue_id, m.sequence
            """;

    private static final String READ = """
            select m.queue_id, m.sequence, m.receipt, m.received_at, m.visible_at
            from queue_message m join unnest(:queues, :sequences) as r (queue_id, sequence)
                on m.queue_id = r.queue_id and m.sequence = r.sequence
            """;

    private final QueueDatabase database;
    private final JdbcClient jdbc;
    private final QueueAccess queues;
    private final MessageGroups groups;
    private final Hints hints;
    private final InstantSource clock;
    private final GatheredCommits<List<Receipt>, Set<MessageKey>> standardDeletes;

    Receipts(QueueDatabase database, QueueAccess queues, MessageGroups groups, Hints hints, InstantSource clock) {
        this.database = database;
        this.jdbc = database.jdbc();
        this.queues = queues;
        this.groups = groups;
        this.hints = hints;
        this.clock = clock;
        this.standardDeletes = new GatheredCommits<>(QueueDatabase.gathering(), this::deleteStandard);
    }

    List<ReceiptResult> delete(QueueDefinition queue, List<String> handles) {
        List<Optional<Receipt>> read = read(queue, handles);
        List<Receipt> receipts = read.stream().flatMap(Optional::stream).toList();
        if (receipts.isEmpty()) {
            return read.stream().map(_ -> ReceiptResult.UNKNOWN).toList();
        }
        Set<MessageKey> deleted = queue.fifo()
                ? database.inOne(() -> queues.fifo().delete(receipts, clock.instant()))
                : standardDeletes.commit(receipts);
        if (queue.fifo() && !deleted.isEmpty()) {
            // What stood behind them can be received now.
            hints.raise(LongPolls.topic(queue.id()));
        }
        Map<MessageKey, Present> left = present(receipts.stream()
                .filter(receipt -> !deleted.contains(MessageKey.of(receipt)))
                .toList());
        return read.stream()
                .map(each ->
                        each.map(receipt -> deletion(receipt, deleted, left)).orElse(ReceiptResult.UNKNOWN))
                .toList();
    }

    private List<Set<MessageKey>> deleteStandard(List<List<Receipt>> group) {
        List<Receipt> all = group.stream().flatMap(List::stream).toList();
        Set<MessageKey> deleted = database.inStatement(() -> queues.standard().delete(all));
        return group.stream().map(_ -> deleted).toList();
    }

    private static ReceiptResult deletion(Receipt receipt, Set<MessageKey> deleted, Map<MessageKey, Present> left) {
        MessageKey key = MessageKey.of(receipt);
        if (deleted.contains(key)) {
            return ReceiptResult.DONE;
        }
        return left.containsKey(key) ? ReceiptResult.STALE : ReceiptResult.GONE;
    }

    List<ReceiptResult> changeVisibility(QueueDefinition queue, List<VisibilityChange> changes) {
        List<Optional<Receipt>> read = read(
                queue, changes.stream().map(VisibilityChange::receiptHandle).toList());
        List<Change> wanted = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            int timeout = changes.get(i).timeoutSeconds();
            if (timeout < 0 || timeout > LONGEST_HIDDEN.toSeconds()) {
                throw RefusedException.invalid("timeoutSeconds", "must be between 0 and 43200");
            }
            read.get(i).ifPresent(receipt -> wanted.add(new Change(receipt, timeout)));
        }
        if (wanted.isEmpty()) {
            return read.stream().map(_ -> ReceiptResult.UNKNOWN).toList();
        }
        Instant now = clock.instant();
        Set<MessageKey> changed = queue.fifo()
                ? database.inOne(() -> changeFifo(wanted, now))
                : database.inStatement(() -> change(wanted, now));
        if (wanted.stream().anyMatch(change -> change.timeoutSeconds() == 0)) {
            hints.raise(LongPolls.topic(queue.id()));
        }
        Map<MessageKey, Present> left =
                present(wanted.stream().map(Change::receipt).toList());
        List<ReceiptResult> results = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            Duration timeout = Duration.ofSeconds(changes.get(i).timeoutSeconds());
            results.add(read.get(i)
                    .map(receipt -> change(receipt, timeout, changed, left, now))
                    .orElse(ReceiptResult.UNKNOWN));
        }
        return results;
    }

    private Set<MessageKey> changeFifo(List<Change> wanted, Instant now) {
        List<Group> locked =
                queues.fifo().lockGroupsOf(wanted.stream().map(Change::receipt).toList());
        Set<MessageKey> changed = change(wanted, now);
        groups.reckon(locked, now);
        return changed;
    }

    private Set<MessageKey> change(List<Change> wanted, Instant now) {
        return new HashSet<>(jdbc.sql(CHANGE)
                .param("now", time(now))
                .param("queues", uuids(wanted, change -> change.receipt().queueId()))
                .param("sequences", longs(wanted, change -> change.receipt().sequence()))
                .param("receipts", longs(wanted, change -> change.receipt().number()))
                .param("timeouts", integers(wanted, Change::timeoutSeconds))
                .query(MessageKey::read)
                .list());
    }

    private static ReceiptResult change(
            Receipt receipt, Duration timeout, Set<MessageKey> changed, Map<MessageKey, Present> left, Instant now) {
        if (changed.contains(MessageKey.of(receipt))) {
            return ReceiptResult.DONE;
        }
        Present present = left.get(MessageKey.of(receipt));
        if (present == null) {
            return ReceiptResult.GONE;
        }
        boolean current =
                present.receipt() == receipt.number() && present.visibleAt().isAfter(now);
        boolean tooLong =
                current && now.plus(timeout).isAfter(present.receivedAt().plus(LONGEST_HIDDEN));
        return tooLong ? ReceiptResult.TOO_LONG : ReceiptResult.STALE;
    }

    private static List<Optional<Receipt>> read(QueueDefinition queue, List<String> handles) {
        return handles.stream()
                .map(handle ->
                        Receipt.of(handle).filter(receipt -> receipt.queueId().equals(queue.id())))
                .toList();
    }

    private Map<MessageKey, Present> present(List<Receipt> receipts) {
        Map<MessageKey, Present> present = new HashMap<>();
        if (!receipts.isEmpty()) {
            jdbc.sql(READ)
                    .param("queues", uuids(receipts, Receipt::queueId))
                    .param("sequences", longs(receipts, Receipt::sequence))
                    .query(row -> {
                        OffsetDateTime received = row.getObject("received_at", OffsetDateTime.class);
                        present.put(
                                MessageKey.read(row, row.getRow()),
                                new Present(
                                        row.getLong("receipt"),
                                        received == null ? Instant.EPOCH : received.toInstant(),
                                        row.getObject("visible_at", OffsetDateTime.class)
                                                .toInstant()));
                    });
        }
        return present;
    }

    private record Change(Receipt receipt, int timeoutSeconds) {}

    private record Present(long receipt, Instant receivedAt, Instant visibleAt) {}
}
