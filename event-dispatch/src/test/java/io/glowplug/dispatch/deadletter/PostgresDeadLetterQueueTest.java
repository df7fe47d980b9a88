// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterPurge;
import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.RedriveOrder;
import io.glowplug.dispatch.fixture.KnownFunctions;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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
        queue = ledger.deadLetters(functions, raised::incrementAndGet);
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
                        queue.find(id).orElseThrow().fingerprint(),
                        null,
                        null,
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

        UUID again = queue.redrive(id, RedriveOrder.UNCHANGED);

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

        UUID again = queue.redrive(id, edited(Payload.ofUtf8("{\"image\":2}")));
        assertThat(payloadOf(again)).isEqualTo("{\"image\":2}");

        ledger.kill(again, "ValueError");
        assertThat(payloadOf(queue.redrive(again, RedriveOrder.UNCHANGED))).isEqualTo("{\"image\":2}");
    }

    @Test
    void sendsItsOwnCopyOfThePayloadWhenTheEventIsGone() {
        UUID id = kill(Draft.of("resize").payload("{\"image\":1}"));
        ledger.jdbc.sql("delete from event").update();

        assertThat(payloadOf(queue.redrive(id, RedriveOrder.UNCHANGED))).isEqualTo("{\"image\":1}");
    }

    @Test
    void refusesAPayloadThatIsNotJsonOrTooLarge() {
        UUID called = kill(Draft.of("resize"));
        UUID triggered = kill(Draft.of("resize").trigger(UUID.randomUUID()));
        Payload twoMebibytes = Payload.ofUtf8('"' + "x".repeat(2 * 1024 * 1024) + '"');

        for (String text : List.of("", "{", "{} {}", "nope", "\u0000")) {
            assertThatThrownBy(() -> queue.redrive(called, edited(Payload.ofUtf8(text))))
                    .hasMessage("payload must be JSON");
        }
        assertThatThrownBy(() -> queue.redrive(called, edited(twoMebibytes)))
                .hasMessage("payload must be at most 1048576 bytes")
                .extracting("refusal")
                .isEqualTo(Refusal.TOO_LARGE);
        assertThat(ids(ALL)).containsExactly(triggered, called);

        queue.redrive(triggered, edited(twoMebibytes));
    }

    @Test
    void refusesWhatIsUnknownAndWhatWasRedrivenAndWhatHasNoFunctionAnyMore() {
        UUID id = kill(Draft.of("resize"));
        UUID orphan = kill(Draft.of("gone"));
        functions.delete("gone");
        queue.redrive(id, RedriveOrder.UNCHANGED);

        assertThatThrownBy(() -> queue.redrive(id, RedriveOrder.UNCHANGED))
                .extracting("refusal")
                .isEqualTo(Refusal.CONFLICT);
        assertThatThrownBy(() -> queue.redrive(orphan, RedriveOrder.UNCHANGED)).hasMessage("There is no function gone");
        assertThatThrownBy(() -> queue.redrive(UUID.randomUUID(), RedriveOrder.UNCHANGED))
                .extracting("refusal")
                .isEqualTo(Refusal.NOT_FOUND);
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
                        return queue.redrive(id, RedriveOrder.UNCHANGED);
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
    void sendsToAnotherVersionOrFunctionAndLater() {
        UUID trigger = UUID.randomUUID();
        Instant tomorrow = ledger.clock.instant().plus(Duration.ofDays(1));
        UUID toVersion = queue.redrive(
                kill(Draft.of("resize").trigger(trigger)), new RedriveOrder(null, new Redirection(null, "2"), null));
        UUID toFunction = queue.redrive(
                kill(Draft.of("resize").trigger(trigger)),
                new RedriveOrder(null, new Redirection("shrink", null), tomorrow));

        assertThat(invocation(toVersion))
                .containsEntry("function_name", "resize")
                .containsEntry("qualifier", "2")
                .containsEntry("trigger_id", trigger)
                .containsEntry("deliver_at", null);
        assertThat(invocation(toFunction))
                .containsEntry("function_name", "shrink")
                .containsEntry("qualifier", null)
                .containsEntry("trigger_id", null)
                .containsEntry("deliver_at", Timestamp.from(tomorrow))
                .containsEntry("visible_at", Timestamp.from(tomorrow));
        assertThat(ledger.balance("shrink").waiting()).isEqualTo(1);

        UUID id = kill(Draft.of("resize"));
        functions.delete("gone");
        assertThatThrownBy(() -> queue.redrive(id, new RedriveOrder(null, new Redirection("gone", null), null)))
                .hasMessage("There is no function gone");
        assertThatThrownBy(() -> queue.redrive(
                        id,
                        new RedriveOrder(
                                null, Redirection.NONE, ledger.clock.instant().plus(Duration.ofDays(366)))))
                .hasMessage("deliverAt must be at most 365 days ahead");
        assertThat(queue.find(id).orElseThrow().redrivenAs()).isNull();
    }

    @Test
    void aDeadLetterKnowsWhatItWasRedrivenFromAndAs() {
        UUID id = kill(Draft.of("resize"));
        UUID second = ledger.kill(queue.redrive(id, RedriveOrder.UNCHANGED), "ValueError");

        assertThat(queue.find(id).orElseThrow()).returns(second, DeadLetter::redrivenAs);
        assertThat(queue.find(second).orElseThrow())
                .returns(id, DeadLetter::redriveOf)
                .returns(id, DeadLetter::eventId)
                .returns(queue.find(id).orElseThrow().fingerprint(), DeadLetter::fingerprint);
    }

    @Test
    void aPurgeHidesAtOnceCanBeUndoneAndIsForGoodAfterItsGraceTime() {
        UUID first = kill(Draft.of("resize"));
        UUID other = kill(Draft.of("greet"));

        DeadLetterPurge purge = queue.purge(new DeadLetterQuery("resize", null, null, null, null, false));

        assertThat(purge.count()).isEqualTo(1);
        assertThat(purge.undoableUntil()).isEqualTo(ledger.clock.instant().plus(Duration.ofHours(1)));
        assertThat(ids(ALL_EVEN_REDRIVEN)).containsExactly(other);
        assertThat(queue.find(first)).isEmpty();
        assertThatThrownBy(() -> queue.redrive(first, RedriveOrder.UNCHANGED))
                .extracting("refusal")
                .isEqualTo(Refusal.NOT_FOUND);
        assertThat(ledger.balance("resize").deadLettered()).isEqualTo(1);

        assertThat(queue.undoPurge(purge.id())).isEqualTo(1);
        assertThat(ids(ALL)).containsExactly(other, first);
        assertThatThrownBy(() -> queue.undoPurge(purge.id())).hasMessageContaining("was undone before");
        assertThatThrownBy(() -> queue.undoPurge(UUID.randomUUID()))
                .extracting("refusal")
                .isEqualTo(Refusal.NOT_FOUND);

        DeadLetterPurge again = queue.purge(ALL);
        DeadLetterPurges purges =
                new DeadLetterPurges(ledger.jdbc, new LedgerTransactions(ledger.transactions), Duration.ofHours(1));
        purges.removeEnded(ledger.clock.instant());
        assertThat(rows()).isEqualTo(2);
        ledger.clock.advance(Duration.ofHours(1));
        assertThatThrownBy(() -> queue.undoPurge(again.id())).hasMessageContaining("could be undone until");
        assertThat(queue.purges(new PageRequest(10, null)).items())
                .extracting(DeadLetterPurge::id)
                .containsExactly(again.id(), purge.id());
        purges.removeEnded(ledger.clock.instant());
        assertThat(rows()).isZero();
        assertThat(queue.purges(new PageRequest(10, null)).items()).isEmpty();
    }

    private long rows() {
        return ledger.jdbc
                .sql("select count(*) from dead_letter")
                .query(Long.class)
                .single();
    }

    private Map<String, Object> invocation(UUID id) {
        return ledger.jdbc
                .sql("select * from invocation where id = :id")
                .param("id", id)
                .query()
                .singleRow();
    }

    private static RedriveOrder edited(Payload payload) {
        return new RedriveOrder(payload, Redirection.NONE, null);
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
}
