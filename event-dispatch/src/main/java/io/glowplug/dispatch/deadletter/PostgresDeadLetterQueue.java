// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.deadletter.DeadLetterStore.Pace;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.search.Cursors;
import io.glowplug.dispatch.search.Cursors.TimeAndId;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.dispatch.store.LedgerTransactions;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The dead-letter queue in PostgreSQL.
 *
 * <p>A redriven invocation runs without an ordering key: the events that came after it have run long since, so there
 * is no order left to keep. Its maximum event age counts from the instant at which it becomes due.
 */
public class PostgresDeadLetterQueue implements DeadLetterQueue {

    private static final int BATCH = 2_000;
    private static final double SLOWEST_RATE = 0.001;
    private static final double FASTEST_RATE = 100_000;

    private final DeadLetterStore store;
    private final LedgerCounts ledger;
    private final LedgerTransactions transactions;
    private final FunctionResolver functions;
    private final DueSignal due;
    private final InstantSource time;

    public PostgresDeadLetterQueue(
            JdbcClient jdbc,
            LedgerCounts ledger,
            LedgerTransactions transactions,
            FunctionResolver functions,
            DueSignal due,
            InstantSource time) {
        this.store = new DeadLetterStore(jdbc);
        this.ledger = ledger;
        this.transactions = transactions;
        this.functions = functions;
        this.due = due;
        this.time = time;
    }

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
    public UUID redrive(UUID id, @Nullable Payload editedPayload) {
        DeadLetter original = find(id).orElseThrow(() -> RefusedException.notFound("There is no dead letter " + id));
        functions.resolve(original.functionName(), original.qualifier());
        if (editedPayload != null) {
            RedrivePayload.check(editedPayload, original);
        }
        UUID newId = UuidCreator.getTimeOrderedEpochPlus1();
        transactions.inOne(() -> {
            List<LedgerDelta> accepted = store.redrive(id, newId, editedPayload, time.instant());
            if (accepted.isEmpty()) {
                throw RefusedException.conflict("Dead letter " + id + " was redriven before, or purged just now");
            }
            ledger.add(accepted);
            return newId;
        });
        due.raise();
        return newId;
    }

    @Override
    public long redriveAll(DeadLetterQuery query, double ratePerSecond) {
        boolean paced = ratePerSecond >= SLOWEST_RATE && ratePerSecond <= FASTEST_RATE;
        if (ratePerSecond != 0 && !paced) {
            throw RefusedException.invalid("ratePerSecond", "must be 0 or between 0.001 and 100000");
        }
        store.targets(query).forEach(target -> functions.resolve(target.functionName(), target.qualifier()));
        long redriven = transactions.inOne(() -> redriveInBatches(query, ratePerSecond));
        due.raise();
        return redriven;
    }

    @Override
    public long purge(DeadLetterQuery query) {
        return store.purge(query);
    }

    /** Batches bound the memory on both sides; they are one transaction all the same. */
    private long redriveInBatches(DeadLetterQuery query, double ratePerSecond) {
        Instant now = time.instant();
        double gapSeconds = ratePerSecond == 0 ? 0 : 1 / ratePerSecond;
        List<LedgerDelta> accepted = new ArrayList<>();
        long total = 0;
        long batch;
        do {
            List<UUID> newIds = Stream.generate(UuidCreator::getTimeOrderedEpochPlus1)
                    .limit(BATCH)
                    .toList();
            Pace pace = new Pace(now, now.plus(seconds(total * gapSeconds)), seconds(gapSeconds));
            List<LedgerDelta> deltas = store.redriveBatch(query, newIds, pace);
            accepted.addAll(deltas);
            batch = deltas.stream().mapToLong(LedgerDelta::accepted).sum();
            total += batch;
        } while (batch > 0);
        ledger.add(accepted);
        return total;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
