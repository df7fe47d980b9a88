// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.LedgerBalance;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.partition.TimeOrderedIds;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.registry.Refusal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancellationTest {

    private final AtomicInteger raised = new AtomicInteger();
    private LedgerFixture ledger;
    private PostgresEventHistory history;

    @BeforeEach
    void start() {
        ledger = new LedgerFixture();
        Cancellation cancellation = new Cancellation(
                ledger.jdbc,
                new OrderingKeys(ledger.jdbc),
                ledger.counts,
                new LedgerTransactions(ledger.transactions),
                raised::incrementAndGet);
        history = new PostgresEventHistory(ledger.jdbc, Payloads.inRows(), cancellation, ledger.clock);
    }

    @AfterEach
    void everyTestLeavesTheLedgerBalanced() {
        assertThat(ledger.unbalanced()).isEmpty();
        ledger.close();
    }

    @Test
    void endsAWaitingInvocationWithWhatWasKnownOfIt() {
        UUID id = ledger.accept(Draft.of("resize"));
        ledger.start(id);
        ledger.failAttempt(id, Duration.ofMinutes(1));
        ledger.clock.advance(Duration.ofSeconds(5));

        history.cancel(id);

        assertThat(history.invocation(id).orElseThrow())
                .returns(InvocationStatus.CANCELLED, InvocationSummary::status)
                .returns(1, InvocationSummary::attempts)
                .returns("ValueError", InvocationSummary::errorType)
                .returns(ledger.clock.instant(), InvocationSummary::endedAt);
        assertThat(ledger.balance("resize")).isEqualTo(new LedgerBalance("resize", null, 1, 0, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void freesItsIdempotencyKeyAndNobodyElses() {
        UUID id = ledger.accept(Draft.of("resize").idempotencyKey("order-1"));
        ledger.accept(Draft.of("resize").idempotencyKey("order-2"));

        history.cancel(id);

        assertThat(ledger.jdbc
                        .sql("select key from idempotency_key")
                        .query(String.class)
                        .list())
                .containsExactly("order-2");
    }

    @Test
    void letsTheNextOfItsOrderingKeyGo() {
        UUID trigger = UUID.randomUUID();
        UUID head = ledger.accept(Draft.of("resize").trigger(trigger).orderingKey("a"));
        UUID next = ledger.accept(Draft.of("resize").trigger(trigger).orderingKey("a"));

        history.cancel(head);

        assertThat(history.invocation(next).orElseThrow().visibleAt()).isEqualTo(ledger.clock.instant());
        assertThat(raised).hasValue(1);
    }

    @Test
    void refusesWhatIsRunningHasEndedOrNeverWas() {
        UUID running = ledger.accept(Draft.of("resize"));
        ledger.start(running);
        UUID dead = ledger.kill(ledger.accept(Draft.of("resize")), "ValueError");

        assertThatThrownBy(() -> history.cancel(running))
                .hasMessage("Invocation " + running + " is not waiting any more: it is running")
                .extracting("refusal")
                .isEqualTo(Refusal.CONFLICT);
        assertThatThrownBy(() -> history.cancel(dead)).hasMessageEndingWith("it is dead-lettered");
        assertThatThrownBy(() -> history.cancel(UUID.randomUUID()))
                .extracting("refusal")
                .isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void doesNotWaitForANodeThatIsLeasingTheRow() {
        UUID id = ledger.accept(Draft.of("resize"));
        ledger.transactions.executeWithoutResult(open -> {
            ledger.start(id);
            try (var other = Executors.newSingleThreadExecutor()) {
                Future<?> cancelling = other.submit(() -> assertThatThrownBy(() -> history.cancel(id))
                        .extracting("refusal")
                        .isEqualTo(Refusal.CONFLICT));
                assertThat(cancelling).succeedsWithin(Duration.ofSeconds(20));
            }
        });

        assertThat(history.invocation(id).orElseThrow().status()).isEqualTo(InvocationStatus.RUNNING);
    }

    @Test
    void cancelsEverythingThatWaitsForAFunctionAndNothingElse() {
        UUID running = ledger.accept(Draft.of("resize"));
        ledger.start(running);
        UUID other = ledger.accept(Draft.of("greet"));
        UUID trigger = UUID.randomUUID();
        ledger.accept(Draft.of("resize").trigger(trigger).orderingKey("a"));
        ledger.accept(Draft.of("resize").trigger(trigger).orderingKey("a"));
        insertWaiting("resize", 5_000);

        assertThat(history.cancelWaiting("resize")).isEqualTo(5_002);

        assertThat(ledger.jdbc
                        .sql("select id from invocation")
                        .query(UUID.class)
                        .list())
                .containsExactlyInAnyOrder(running, other);
        assertThat(history.cancelWaiting("resize")).isZero();
        assertThat(history.cancelWaiting("nobody")).isZero();
    }

    private void insertWaiting(String function, int count) {
        ledger.jdbc
                .sql("""
                insert into invocation (id, event_id, function_name, state, attempt, accepted_at, visible_at)
                select id, id, :function, 'waiting', 0, :now, :now
                from (select overlay(gen_random_uuid()::text placing :prefix from 1 for 13)::uuid as id
                      from generate_series(1, :count)) made
                """)
                .param("function", function)
                .param(
                        "prefix",
                        TimeOrderedIds.lowerBound(ledger.clock.instant())
                                .toString()
                                .substring(0, 13))
                .param("now", ledger.clock.instant().atOffset(ZoneOffset.UTC))
                .param("count", count)
                .update();
        ledger.counts.add(List.of(LedgerDelta.accepted(function, null, count)));
    }
}
