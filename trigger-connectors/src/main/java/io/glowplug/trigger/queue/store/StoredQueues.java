// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueDepth;
import io.glowplug.trigger.QueueRedrive;
import io.glowplug.trigger.QueueSettings;
import io.glowplug.trigger.QueueSettings.DeadLetterRule;
import io.glowplug.trigger.QueueSettings.DeduplicationScope;
import io.glowplug.trigger.Queues;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The door to the queues for people. */
@Component
class StoredQueues implements Queues {

    private static final String FIFO = ".fifo";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\\.fifo");

    private final QueueDatabase database;
    private final QueueRows rows;
    private final QueueDirectory directory;
    private final QueueRemoval removal;
    private final Redrives redrives;
    private final InstantSource clock;

    StoredQueues(
            QueueDatabase database,
            QueueRows rows,
            QueueDirectory directory,
            QueueRemoval removal,
            Redrives redrives,
            InstantSource clock) {
        this.database = database;
        this.rows = rows;
        this.directory = directory;
        this.removal = removal;
        this.redrives = redrives;
        this.clock = clock;
    }

    @Override
    public QueueDefinition create(String name, QueueSettings settings) {
        boolean fifo = name.endsWith(FIFO);
        checkAlone(name, fifo, settings);
        Instant now = now();
        QueueDefinition queue =
                new QueueDefinition(UuidCreator.getTimeOrderedEpochPlus1(), name, fifo, settings, 0, now, now);
        return database.inOne(() -> {
            if (!rows.insert(queue, deadLetterQueue(queue))) {
                throw RefusedException.conflict("There is a queue " + name + " already.");
            }
            return queue;
        });
    }

    private static void checkAlone(String name, boolean fifo, QueueSettings settings) {
        Violations.of()
                .check(
                        NAME.matcher(name).matches(),
                        "name",
                        "must be 1 to 80 letters, digits, hyphens and underscores, at the end .fifo for a FIFO queue")
                .check(
                        fifo || !settings.contentBasedDeduplication(),
                        "contentBasedDeduplication",
                        "applies only to FIFO queues, whose names end in .fifo")
                .check(
                        fifo || settings.deduplicationScope() == DeduplicationScope.QUEUE,
                        "deduplicationScope",
                        "applies only to FIFO queues, whose names end in .fifo")
                .refuseIfAny();
    }

    /** Finds the queue that this one gives up to, and keeps it from being removed until that is stored. */
    private @Nullable UUID deadLetterQueue(QueueDefinition queue) {
        DeadLetterRule rule = queue.settings().deadLetter();
        if (rule == null) {
            return null;
        }
        String field = "deadLetter.queue";
        if (rule.queue().equals(queue.name())) {
            throw RefusedException.invalid(field, "must be another queue");
        }
        QueueDefinition target = rows.findForReference(rule.queue())
                .orElseThrow(() -> RefusedException.invalid(field, "must exist, and " + rule.queue() + " does not"));
        Violations.of()
                .check(
                        target.fifo() == queue.fifo(),
                        field,
                        queue.fifo() ? "must be a FIFO queue too" : "must not be a FIFO queue")
                .check(
                        target.settings().redriveAllow().allows(queue.name()),
                        field,
                        "does not allow " + queue.name() + " to use it, see its redriveAllow")
                .refuseIfAny();
        return target.id();
    }

    @Override
    public QueueDefinition get(String name) {
        return rows.find(name).orElseThrow(() -> QueueDirectory.unknown(name));
    }

    @Override
    public Page<QueueDefinition> list(@Nullable String prefix, PageRequest page) {
        List<QueueDefinition> found =
                rows.list(prefix == null ? "" : prefix, page.cursor() == null ? "" : page.cursor(), page.limit() + 1);
        if (found.size() <= page.limit()) {
            return new Page<>(found, null);
        }
        List<QueueDefinition> items = found.subList(0, page.limit());
        return new Page<>(items, items.getLast().name());
    }

    @Override
    public QueueDefinition update(String name, QueueSettings settings, @Nullable Long expectedRevision) {
        QueueDefinition updated = database.inOne(() -> {
            QueueDefinition before = locked(name, expectedRevision);
            checkAlone(name, before.fifo(), settings);
            if (settings.equals(before.settings())) {
                return before;
            }
            QueueDefinition after = new QueueDefinition(
                    before.id(), name, before.fifo(), settings, before.revision() + 1, before.createdAt(), now());
            rows.update(after, deadLetterQueue(after));
            return after;
        });
        directory.forget(name);
        return updated;
    }

    private QueueDefinition locked(String name, @Nullable Long expectedRevision) {
        QueueDefinition queue = rows.findForUpdate(name).orElseThrow(() -> QueueDirectory.unknown(name));
        if (expectedRevision != null && expectedRevision != queue.revision()) {
            throw RefusedException.staleRevision("The queue " + name + " was changed: its revision is "
                    + queue.revision() + " and not " + expectedRevision + ".");
        }
        return queue;
    }

    @Override
    public void delete(String name, @Nullable Long expectedRevision) {
        QueueDefinition gone = database.inOne(() -> {
            QueueDefinition queue = locked(name, expectedRevision);
            removal.refuseIfUsed(queue);
            rows.delete(queue.id());
            return queue;
        });
        directory.forget(name);
        removal.removeMessages(gone);
    }

    @Override
    public long purge(String name) {
        return removal.purge(get(name));
    }

    @Override
    public Map<String, QueueDepth> depths(Collection<String> names) {
        return rows.depths(names, clock.instant());
    }

    @Override
    public List<String> deadLetterSources(String name) {
        return rows.deadLetterSources(get(name).id());
    }

    @Override
    public QueueRedrive startRedrive(String name, @Nullable String destination, @Nullable Integer ratePerSecond) {
        return redrives.start(get(name), destination, ratePerSecond);
    }

    @Override
    public List<QueueRedrive> redrives(String name) {
        return redrives.list(get(name));
    }

    @Override
    public QueueRedrive cancelRedrive(String name, UUID id) {
        return redrives.cancel(get(name), id);
    }

    /** As precise as the database, so that what is returned is what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
