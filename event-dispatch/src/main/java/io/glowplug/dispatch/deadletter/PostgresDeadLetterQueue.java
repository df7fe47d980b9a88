// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterGroup;
import io.glowplug.dispatch.DeadLetterPurge;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.RedriveOrder;
import io.glowplug.dispatch.deadletter.DeadLetterStore.Locked;
import io.glowplug.dispatch.deadletter.Redriver.Redriven;
import io.glowplug.dispatch.delay.DelayRules;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.dispatch.search.Cursors;
import io.glowplug.dispatch.search.Cursors.TimeAndId;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The dead-letter queue in PostgreSQL.
 *
 * <p>A redriven invocation runs without an ordering key: the events that came after it have run long since, so there
 * is no order left to keep. Its maximum event age counts from the instant at which it becomes due.
 */
public class PostgresDeadLetterQueue implements DeadLetterQueue {

    private static final int MOST_SPANS = 100;

    private final DeadLetterStore store;
    private final DeadLetterGroups groups;
    private final DeadLetterPurges purges;
    private final RedriveAccess redrives;
    private final DueSignal due;
    private final InstantSource time;

    public PostgresDeadLetterQueue(
            JdbcClient jdbc,
            Payloads payloads,
            DeadLetterPurges purges,
            RedriveAccess redrives,
            DueSignal due,
            InstantSource time) {
        this.store = new DeadLetterStore(jdbc, payloads);
        this.groups = new DeadLetterGroups(jdbc);
        this.purges = purges;
        this.redrives = redrives;
        this.due = due;
        this.time = time;
    }

    /** What a redrive needs: somebody to send, and a transaction with the ledger in it. */
    public record RedriveAccess(Redriver redriver, LedgerCounts ledger, LedgerTransactions transactions) {}

    @Override
    public Page<DeadLetter> list(DeadLetterQuery query, PageRequest page) {
        List<DeadLetter> rows = store.list(query, Cursors.timeAndId(page.cursor()), page.limit() + 1);
        return Cursors.page(rows, page.limit(), last -> new TimeAndId(last.deadAt(), last.id()).text());
    }

    @Override
    public Optional<DeadLetter> find(UUID id) {
        return store.find(id);
    }

    @Override
    public Page<DeadLetterGroup> groups(DeadLetterQuery query, int spans, PageRequest page) {
        if (spans < 1 || spans > MOST_SPANS) {
            throw RefusedException.invalid("spans", "must be between 1 and " + MOST_SPANS);
        }
        List<DeadLetterGroup> rows = groups.list(query, Cursors.timeAndId(page.cursor()), page.limit() + 1);
        Page<DeadLetterGroup> found =
                Cursors.page(rows, page.limit(), last -> new TimeAndId(last.lastSeen(), last.fingerprint()).text());
        return new Page<>(groups.withCounts(found.items(), query, spans, now()), found.nextCursor());
    }

    @Override
    public UUID redrive(UUID id, RedriveOrder order) {
        DeadLetter original = find(id).orElseThrow(() -> RefusedException.notFound("There is no dead letter " + id));
        Instant now = now();
        Instant deliverAt = DelayRules.deliverAt(order.deliverAt(), now);
        Instant dueAt = deliverAt == null ? now : deliverAt;
        if (order.payload() != null) {
            RedrivePayload.check(order.payload(), original);
        }
        UUID made = redrives.transactions().inOne(() -> {
            Locked letter = store.lock(id)
                    .orElseThrow(() -> RefusedException.conflict(
                            "Dead letter " + id + " was redriven before, or purged just now"));
            Redriven redriven = redrives.redriver()
                    .redrive(
                            List.of(letter),
                            new Redriver.Order(order.to(), order.payload(), null, now, position -> dueAt));
            if (redriven.newIds().isEmpty()) {
                throw Objects.requireNonNull(redriven.problem());
            }
            redrives.ledger().add(redriven.accepted());
            return redriven.newIds().getFirst();
        });
        due.raise();
        return made;
    }

    @Override
    public DeadLetterPurge purge(DeadLetterQuery query) {
        return purges.purge(query, now());
    }

    @Override
    public long undoPurge(UUID purgeId) {
        return purges.undo(purgeId, now());
    }

    @Override
    public Page<DeadLetterPurge> purges(PageRequest page) {
        List<DeadLetterPurge> rows = purges.list(Cursors.id(page.cursor()), page.limit() + 1);
        return Cursors.page(rows, page.limit(), last -> last.id().toString());
    }

    /** As precise as the database keeps it, so that what is compared with rows is what the rows say. */
    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
