// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.fixture.KnownFunctions;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import io.glowplug.dispatch.ledger.LedgerDelta;
import io.glowplug.dispatch.store.LedgerTransactions;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresDeadLetterQueueTest {

    private static final DeadLetterQuery ALL = new DeadLetterQuery(null, null, null, null, null, false);
    private static final DeadLetterQuery ALL_EVEN_REDRIVEN = new DeadLetterQuery(null, null, null, null, null, true);

    private final KnownFunctions functions = new KnownFunctions();
    private final AtomicInteger raised = new AtomicInteger();
    private LedgerFixture ledger;
    private PostgresDeadLetterQueue queue;

    @BeforeEach
    void start() {
        ledger = new LedgerFixture();
        queue = new PostgresDeadLetterQueue(
                ledger.jdbc,
                ledger.counts,
                new LedgerTransactions(ledger.transactions),
                functions,
                raised::incrementAndGet,
                ledger.clock);
    }

    @AfterEach
    void everyTestLeavesTheLedgerBalanced() {
        assertThat(ledger.unbalanced()).isEmpty();
        ledger.close();
    }

    @Test
    void showsWhatIsKnownOfADeadLetter() {
        UUID trigger = UUID.randomUUID();
        UUID id = kill(Draft.of("resize").trigger(trigger).payload("{\"image\":1}"));

        assertThat(queue.find(id))
                .contains(new DeadLetter(
                        id,
                        id,
                        "resize",
                        null,
                        trigger,
                        DeadLetterReason.RETRIES_EXHAUSTED,
                        "ValueError",
                        "no cheese",
                        1,
                        Payload.ofUtf8("{\"image\":1}"),
                        Map.of("made", "up"),
                        LedgerFixture.START.plusSeconds(1),
                        ledger.clock.instant(),
                        null,
                        null));
        assertThat(queue.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void listsNewestFirstOverAllPagesEvenWhenManyDiedAtOneInstant() {
        List<UUID> dead = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            dead.addFirst(kill(Draft.of("resize")));
        }
        ledger.jdbc
                .sql("update dead_letter set dead_at = :at")
                .param("at", OffsetDateTime.parse("2026-11-21T12:00:00.000001Z"))
                .update();

        List<UUID> listed = new ArrayList<>();
        int pages = 0;
        String cursor = null;
        do {
            Page<DeadLetter> page = queue.list(ALL, new PageRequest(3, cursor));
            page.items().forEach(letter -> listed.add(letter.id()));
            cursor = page.nextCursor();
            pages++;
        } while (cursor != null);

        assertThat(listed).isEqualTo(dead);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void selectsByFunctionTriggerErrorAndTime() {
        UUID trigger = UUID.randomUUID();
        UUID first = kill(Draft.of("resize"));
        Instant firstDied = ledger.clock.instant();
        UUID second = kill(Draft.of("resize").trigger(trigger));
        Instant secondDied = ledger.clock.instant();
        UUID third = ledger.kill(ledger.accept(Draft.of("greet")), "KeyError");

        assertThat(ids(new DeadLetterQuery("resize", null, null, null, null, false)))
                .containsExactly(second, first);
        assertThat(ids(new DeadLetterQuery(null, trigger, null, null, null, false)))
                .containsExactly(second);
        assertThat(ids(new DeadLetterQuery(null, null, "KeyError", null, null, false)))
                .containsExactly(third);
        assertThat(ids(new DeadLetterQuery(null, null, null, firstDied, secondDied, false)))
                .containsExactly(first);
        assertThat(ids(new DeadLetterQuery("' or true --", null, null, Instant.MIN, Instant.MAX, false)))
                .isEmpty();
    }

    @Test
    void refusesACursorOfItsOwnMaking() {
        for (String cursor : List.of("x", "_", "2026-11-21T12:00:00Z_x", "x_" + UUID.randomUUID())) {
            assertThatThrownBy(() -> queue.list(ALL, new PageRequest(3, cursor)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("cursor must be the nextCursor of the page before");
        }
    }

    @Test
    void redrivesAsANewInvocationOfTheSameEventWithAFreshBudget() {
        UUID id = kill(
                Draft.of("resize").trigger(UUID.randomUUID()).orderingKey("a").idempotencyKey("k"));

        UUID again = queue.redrive(id, null);

        var row = ledger.jdbc
                .sql("select * from invocation where id = :id")
                .param("id", again)
                .query()
                .singleRow();
        assertThat(row)
                .containsEntry("event_id", id)
                .containsEntry("redrive_of", id)
                .containsEntry("state", "waiting")
                .containsEntry("attempt", 0)
                .containsEntry("function_failures", 0)
                .containsEntry("payload", null)
                .containsEntry("ordering_key", null)
                .containsEntry("idempotency_key", null);
        assertThat(queue.find(id).orElseThrow())
                .returns(again, DeadLetter::redrivenAs)
                .returns(ledger.clock.instant(), DeadLetter::redrivenAt);
        assertThat(ids(ALL)).isEmpty();
        assertThat(ids(ALL_EVEN_REDRIVEN)).containsExactly(id);
        assertThat(ledger.balance("resize").accepted()).isEqualTo(2);
        assertThat(raised).hasValue(1);
    }

    @Test
    void sendsTheEditedPayloadAndSendsItAgainWhenThatDiesToo() {
        UUID id = kill(Draft.of("resize").payload("{\"image\":1}"));

        UUID again = queue.redrive(id, Payload.ofUtf8("{\"image\":2}"));
        assertThat(payloadOf(again)).isEqualTo("{\"image\":2}");

        ledger.kill(again, "ValueError");
        assertThat(payloadOf(queue.redrive(again, null))).isEqualTo("{\"image\":2}");
    }

    @Test
    void sendsItsOwnCopyOfThePayloadWhenTheEventIsGone() {
        UUID id = kill(Draft.of("resize").payload("{\"image\":1}"));
        ledger.jdbc.sql("delete from event").update();

        assertThat(payloadOf(queue.redrive(id, null))).isEqualTo("{\"image\":1}");
    }

    @Test
    void refusesAPayloadThatIsNotJsonOrTooLarge() {
        UUID called = kill(Draft.of("resize"));
        UUID triggered = kill(Draft.of("resize").trigger(UUID.randomUUID()));
        Payload twoMebibytes = Payload.ofUtf8('"' + "x".repeat(2 * 1024 * 1024) + '"');

        for (String text : List.of("", "{", "{} {}", "nope", "\u0000")) {
            assertThatThrownBy(() -> queue.redrive(called, Payload.ofUtf8(text)))
                    .hasMessage("payload must be JSON");
        }
        assertThatThrownBy(() -> queue.redrive(called, twoMebibytes))
                .hasMessage("payload must be at most 1048576 bytes")
                .extracting("refusal")
                .isEqualTo(Refusal.TOO_LARGE);
        assertThat(ids(ALL)).containsExactly(triggered, called);

        queue.redrive(triggered, twoMebibytes);
    }

    @Test
    void refusesWhatIsUnknownAndWhatWasRedrivenAndWhatHasNoFunctionAnyMore() {
        UUID id = kill(Draft.of("resize"));
        UUID orphan = kill(Draft.of("gone"));
        functions.delete("gone");
        queue.redrive(id, null);

        assertThatThrownBy(() -> queue.redrive(id, null)).extracting("refusal").isEqualTo(Refusal.CONFLICT);
        assertThatThrownBy(() -> queue.redrive(orphan, null)).hasMessage("There is no function gone");
        assertThatThrownBy(() -> queue.redrive(UUID.randomUUID(), null))
                .extracting("refusal")
                .isEqualTo(Refusal.NOT_FOUND);
        assertThatThrownBy(() -> queue.redriveAll(ALL, 0)).hasMessage("There is no function gone");
        assertThat(ledger.jdbc
                        .sql("select count(*) from invocation")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void oneOfManyWhoRedriveTheSameDeadLetterWins() throws Exception {
        UUID id = kill(Draft.of("resize"));
        int callers = 12;
        CountDownLatch together = new CountDownLatch(callers);
        List<Future<UUID>> calls = new ArrayList<>();
        List<UUID> made = new ArrayList<>();
        int conflicts = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                calls.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    try {
                        return queue.redrive(id, null);
                    } catch (RefusedException e) {
                        assertThat(e.refusal()).isEqualTo(Refusal.CONFLICT);
                        return null;
                    }
                }));
            }
            for (Future<UUID> call : calls) {
                UUID newId = call.get();
                if (newId == null) {
                    conflicts++;
                } else {
                    made.add(newId);
                }
            }
        }

        assertThat(made).hasSize(1);
        assertThat(conflicts).isEqualTo(callers - 1);
        assertThat(queue.find(id).orElseThrow().redrivenAs()).isEqualTo(made.getFirst());
        assertThat(ledger.balance("resize").waiting()).isEqualTo(1);
    }

    @Test
    void redrivesTenThousandOldestFirstAtTheAskedRate() {
        insertDead(10_000);

        assertThat(queue.redriveAll(new DeadLetterQuery("bulk", null, null, null, null, false), 100))
                .isEqualTo(10_000);

        record Due(long count, OffsetDateTime first, OffsetDateTime last) {}
        assertThat(ledger.jdbc
                        .sql("select count(*), min(visible_at) as first, max(visible_at) as last from invocation")
                        .query(Due.class)
                        .single())
                .satisfies(due -> {
                    assertThat(due.count()).isEqualTo(10_000);
                    assertThat(due.first().toInstant()).isEqualTo(ledger.clock.instant());
                    assertThat(Duration.between(due.first(), due.last())).isEqualTo(Duration.ofMillis(99_990));
                });
        assertThat(ledger.jdbc.sql("""
                        select max(n) from (
                            select count(*) as n from invocation group by date_trunc('second', visible_at)) per_second
                        """).query(Long.class).single()).isEqualTo(100);
        assertThat(ledger.jdbc.sql("""
                        select bool_and(accepted_at = visible_at and coalesce(earlier <= dead_at, true))
                        from (select i.*, dead_at, lag(dead_at) over (order by visible_at) as earlier
                              from dead_letter d join invocation i on i.id = d.redriven_as) redriven
                        """).query(Boolean.class).single()).isTrue();
        assertThat(queue.redriveAll(ALL_EVEN_REDRIVEN, 0)).isZero();
    }

    @Test
    void refusesARateThatMeansNothing() {
        for (double rate : new double[] {-1, 0.0001, 1e6, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> queue.redriveAll(ALL, rate))
                    .hasMessage("ratePerSecond must be 0 or between 0.001 and 100000");
        }
    }

    @Test
    void purgesWhatMatchesAndTheLedgerGoesOnCountingIt() {
        kill(Draft.of("resize"));
        UUID other = kill(Draft.of("greet"));

        assertThat(queue.purge(new DeadLetterQuery("resize", null, null, null, null, false)))
                .isEqualTo(1);

        assertThat(ids(ALL)).containsExactly(other);
        assertThat(ledger.balance("resize").deadLettered()).isEqualTo(1);
    }

    private UUID kill(Draft draft) {
        return ledger.kill(ledger.accept(draft), "ValueError");
    }

    private List<UUID> ids(DeadLetterQuery query) {
        return queue.list(query, new PageRequest(100, null)).items().stream()
                .map(DeadLetter::id)
                .toList();
    }

    private String payloadOf(UUID invocation) {
        byte[] payload = ledger.jdbc
                .sql("select payload from invocation where id = :id")
                .param("id", invocation)
                .query(byte[].class)
                .single();
        return Payload.wrap(payload).utf8();
    }

    /** Dead letters that died one millisecond after another, with ids in no order. */
    private void insertDead(int count) {
        ledger.jdbc
                .sql("""
                insert into dead_letter (id, event_id, function_name, reason, attempts, payload, accepted_at, dead_at)
                select gen_random_uuid(), gen_random_uuid(), 'bulk', 'retries-exhausted', 3, '{}', :at,
                    cast(:at as timestamptz) + n * interval '1 ms'
                from generate_series(1, :count) n
                """)
                .param("at", LedgerFixture.START.atOffset(ZoneOffset.UTC))
                .param("count", count)
                .update();
        ledger.counts.add(List.of(new LedgerDelta("bulk", null, count, 0, count, 0, 0, 0)));
    }
}
