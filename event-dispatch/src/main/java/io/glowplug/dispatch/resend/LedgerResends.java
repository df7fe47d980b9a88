// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.ReplayQuery;
import io.glowplug.dispatch.Resend;
import io.glowplug.dispatch.Resend.Kind;
import io.glowplug.dispatch.Resend.State;
import io.glowplug.dispatch.ResendTerms;
import io.glowplug.dispatch.Resends;
import io.glowplug.dispatch.deadletter.DeadLetterStore;
import io.glowplug.dispatch.deadletter.DeadLetterStore.Target;
import io.glowplug.dispatch.delay.DelayRules;
import io.glowplug.dispatch.search.Columns;
import io.glowplug.dispatch.search.Cursors;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Redrives and replays as people see them. */
public class LedgerResends implements Resends {

    private static final double SLOWEST_RATE = 0.001;
    private static final double FASTEST_RATE = 100_000;
    private static final int MOST_IDS = 1_000;

    private final ResendStore store;
    private final DeadLetterStore deadLetters;
    private final ReplayStore events;
    private final FunctionResolver functions;
    private final ResendWorker worker;
    private final InstantSource time;

    public LedgerResends(
            ResendStore store,
            DeadLetterStore deadLetters,
            ReplayStore events,
            FunctionResolver functions,
            ResendWorker worker,
            InstantSource time) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.events = events;
        this.functions = functions;
        this.worker = worker;
        this.time = time;
    }

    @Override
    public Resend startRedrive(DeadLetterQuery query, ResendTerms terms) {
        Instant now = now();
        check(query.ids(), terms);
        refuseWithoutTarget(deadLetters.targets(query, now), terms.to());
        return start(
                Kind.REDRIVE, UuidCreator.getTimeOrderedEpochPlus1(), query, terms, deadLetters.count(query, now), now);
    }

    @Override
    public Resend startReplay(ReplayQuery query, ResendTerms terms) {
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        check(query.ids(), terms);
        refuseWithoutTarget(
                events.functions(query, id).stream()
                        .map(function -> new Target(function, null))
                        .toList(),
                terms.to());
        return start(Kind.REPLAY, id, query, terms, total(query, id), now());
    }

    @Override
    public long count(DeadLetterQuery query) {
        check(query.ids(), ResendTerms.AT_ONCE);
        return deadLetters.count(query, now());
    }

    @Override
    public long count(ReplayQuery query) {
        check(query.ids(), ResendTerms.AT_ONCE);
        return events.count(query, UuidCreator.getTimeOrderedEpochPlus1());
    }

    @Override
    public Optional<Resend> find(Kind kind, UUID id) {
        return store.find(kind, id);
    }

    @Override
    public Page<Resend> list(Kind kind, PageRequest page) {
        List<Resend> rows = store.list(kind, Cursors.id(page.cursor()), page.limit() + 1);
        return Cursors.page(rows, page.limit(), last -> last.id().toString());
    }

    @Override
    public Resend stop(Kind kind, UUID id) {
        boolean stopped = store.end(kind, id, State.STOPPED, now());
        Resend resend = find(kind, id)
                .orElseThrow(() -> RefusedException.notFound("There is no " + Columns.text(kind) + " " + id));
        if (!stopped) {
            throw RefusedException.conflict(
                    "The " + Columns.text(kind) + " " + id + " has ended: it is " + Columns.text(resend.state()));
        }
        return resend;
    }

    private Resend start(Kind kind, UUID id, Object query, ResendTerms terms, long total, Instant now) {
        Instant startAt = DelayRules.deliverAt(terms.startAt(), now);
        Resend resend = new Resend(
                id,
                kind,
                State.RUNNING,
                terms.to(),
                terms.ratePerSecond(),
                total,
                0,
                0,
                0,
                null,
                startAt == null ? now : startAt,
                now,
                null);
        store.insert(resend, Selections.text(query));
        worker.wake();
        return resend;
    }

    /** Of events that are named, those that are gone count too: they will be skipped, and it has to say so. */
    private long total(ReplayQuery query, UUID id) {
        return query.ids() == null ? events.count(query, id) : query.ids().size();
    }

    private static void check(@Nullable Set<UUID> ids, ResendTerms terms) {
        double rate = terms.ratePerSecond();
        if (rate != 0 && !(rate >= SLOWEST_RATE && rate <= FASTEST_RATE)) {
            throw RefusedException.invalid("ratePerSecond", "must be 0 or between 0.001 and 100000");
        }
        if (ids != null && (ids.isEmpty() || ids.size() > MOST_IDS)) {
            throw RefusedException.invalid("ids", "must name 1 to " + MOST_IDS);
        }
    }

    private void refuseWithoutTarget(List<Target> addressed, Redirection to) {
        if (to.functionName() != null) {
            functions.resolve(to.functionName(), to.qualifier());
            return;
        }
        RefusedException refusal = null;
        for (Target target : addressed) {
            try {
                functions.resolve(target.functionName(), to.qualifierFor(target.functionName(), target.qualifier()));
                return;
            } catch (RefusedException refused) {
                refusal = refused;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
