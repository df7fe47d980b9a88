// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.deadletter.DeadLetterStore;
import io.glowplug.dispatch.deadletter.Redriver;
import io.glowplug.dispatch.fixture.KnownFunctions;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.ledger.LedgerCounts;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.payload.Payloads;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.JdbcTemplate;

/** Redrives and replays on a database of their own, with as many nodes as a test wants. Nothing goes on by itself. */
final class ResendRig implements AutoCloseable {

    final LedgerFixture ledger = new LedgerFixture();
    final KnownFunctions functions = new KnownFunctions();
    final AtomicInteger raised = new AtomicInteger();
    final LedgerResends resends;
    private final ResendStore store = new ResendStore(ledger.jdbc);
    private final DeadLetterStore deadLetters = new DeadLetterStore(ledger.jdbc, Payloads.inRows());
    private final ReplayStore events = new ReplayStore(ledger.jdbc);

    ResendRig() {
        resends = new LedgerResends(
                store, deadLetters, events, functions, new ResendWorker(node(ledger.counts)), ledger.clock);
    }

    ResendPortions node() {
        return node(ledger.counts);
    }

    /** One that dies at the end of each portion, before it commits. */
    ResendPortions dyingNode() {
        return node(new LedgerCounts(new JdbcTemplate(ledger.database), 8) {
            @Override
            public void add(Collection<LedgerDelta> deltas) {
                super.add(deltas);
                throw new IllegalStateException("killed");
            }
        });
    }

    private ResendPortions node(LedgerCounts counts) {
        return new ResendPortions(
                store,
                new ResendSenders(
                        deadLetters,
                        new Redriver(ledger.jdbc, new IdempotencyStore(ledger.jdbc), functions, Payloads.inRows()),
                        events,
                        functions),
                counts,
                new LedgerTransactions(ledger.transactions),
                raised::incrementAndGet,
                ledger.clock);
    }

    /** Has the node send what is due now, and returns in how many portions. */
    int sendDue(ResendPortions node) {
        int portions = 0;
        while (node.sendNext()) {
            portions++;
        }
        return portions;
    }

    long count(String what) {
        return ledger.jdbc.sql("select count(" + what).query(Long.class).single();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
