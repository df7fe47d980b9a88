// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.AttemptSummary;
import io.glowplug.dispatch.EventDetails;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.RedriveOrder;
import io.glowplug.dispatch.TimelineEntry;
import io.glowplug.dispatch.deadletter.PostgresDeadLetterQueue;
import io.glowplug.dispatch.fixture.KnownFunctions;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.runtime.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStoryTest {

    private static final Instant START = LedgerFixture.START;

    private LedgerFixture ledger;
    private PostgresEventHistory history;
    private PostgresDeadLetterQueue deadLetters;

    @BeforeEach
    void start() {
        ledger = new LedgerFixture();
        Cancellation cancellation = new Cancellation(
                ledger.jdbc,
                new OrderingKeys(ledger.jdbc),
                ledger.counts,
                new LedgerTransactions(ledger.transactions),
                () -> {});
        history = new PostgresEventHistory(ledger.jdbc, Payloads.inRows(), cancellation, ledger.clock);
        deadLetters = ledger.deadLetters(new KnownFunctions(), () -> {});
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void tellsARetryThatIsStillToCome() {
        UUID id = ledger.accept(Draft.of("resize").key("image-1").payload("{\"image\":1}"));
        ledger.clock.advance(Duration.ofSeconds(1));
        ledger.start(id);
        ledger.failAttempt(id, Duration.ofMinutes(1));

        EventDetails event = history.event(id).orElseThrow();

        assertThat(event.payload()).isEqualTo(Payload.ofUtf8("{\"image\":1}"));
        assertThat(event.attributes()).isEqualTo(Map.of("made", "up"));
        assertThat(event.invocations())
                .singleElement()
                .returns(InvocationStatus.WAITING, InvocationSummary::status)
                .returns(START.plusSeconds(62), InvocationSummary::visibleAt);
        assertThat(event.attempts())
                .isEqualTo(history.attempts(id))
                .containsExactly(new AttemptSummary(
                        id,
                        1,
                        "function-failed",
                        "$LATEST",
                        "env-1",
                        "node-1",
                        START.plusSeconds(2),
                        START.plusSeconds(2),
                        0.25,
                        null,
                        12.5,
                        13L,
                        40,
                        "ValueError",
                        "no cheese",
                        null,
                        null));
        assertThat(event.timeline())
                .containsExactly(
                        new TimelineEntry(
                                START.plusSeconds(1), "accepted", "Accepted from test, with the key image-1", null),
                        new TimelineEntry(START.plusSeconds(1), "queued", "Queued for function resize", id),
                        new TimelineEntry(
                                START.plusSeconds(2),
                                "attempt",
                                "Attempt 1 on node node-1 in environment env-1:"
                                        + " function-failed after 12.50 ms: ValueError: no cheese",
                                id),
                        new TimelineEntry(
                                START.plusSeconds(2), "queued", "Attempt 2 is due at 2026-11-21T12:01:02Z", id));
    }

    @Test
    void tellsADeathItsRedriveAndTheSuccessOfThat() {
        UUID id = ledger.kill(ledger.accept(Draft.of("resize")), "ValueError");
        ledger.clock.advance(Duration.ofMinutes(1));
        UUID again = deadLetters.redrive(id, RedriveOrder.UNCHANGED);
        assertThat(what(id))
                .containsExactly("accepted", "queued", "attempt", "dead-lettered", "redriven", "queued", "queued");

        ledger.clock.advance(Duration.ofSeconds(1));
        ledger.start(again);
        assertThat(history.event(id).orElseThrow().timeline().getLast().detail())
                .isEqualTo("Attempt 1 is running");
        ledger.succeed(again);

        EventDetails event = history.event(id).orElseThrow();
        assertThat(event.invocations()).extracting(InvocationSummary::id).containsExactly(id, again);
        assertThat(event.invocations().getLast().redriveOf()).isEqualTo(id);
        assertThat(event.timeline())
                .extracting(TimelineEntry::detail)
                .containsSequence(
                        "The function failed on every attempt: ValueError",
                        "Sent again as invocation " + again,
                        "Queued again for function resize from dead letter " + id);
        assertThat(event.timeline().getLast().detail()).isEqualTo("Succeeded after 1 attempt");
    }

    @Test
    void followsRedrivesOfRedrivesEvenAfterThePurge() {
        UUID id = ledger.kill(ledger.accept(Draft.of("resize")), "ValueError");
        UUID second = ledger.kill(deadLetters.redrive(id, RedriveOrder.UNCHANGED), "ValueError");
        UUID third = deadLetters.redrive(second, RedriveOrder.UNCHANGED);
        ledger.jdbc.sql("delete from dead_letter").update();

        EventDetails event = history.event(id).orElseThrow();

        assertThat(event.invocations()).extracting(InvocationSummary::id).containsExactlyInAnyOrder(id, second, third);
        assertThat(event.timeline())
                .extracting(TimelineEntry::detail)
                .contains("It went to the dead-letter queue and was purged from there: ValueError");
    }

    @Test
    void saysWhatABlockedInvocationWaitsFor() {
        UUID trigger = UUID.randomUUID();
        ledger.accept(Draft.of("resize").trigger(trigger).orderingKey("a"));
        UUID second = ledger.accept(Draft.of("resize").trigger(trigger).orderingKey("a"));

        assertThat(history.invocation(second).orElseThrow().visibleAt()).isNull();
        assertThat(history.event(second).orElseThrow().timeline())
                .extracting(TimelineEntry::detail)
                .containsExactly(
                        "Accepted from test by trigger " + trigger,
                        "Queued for function resize",
                        "Attempt 1 waits for the invocation before it with the same ordering key");
    }

    @Test
    void tellsACancellation() {
        UUID id = ledger.accept(Draft.of("resize"));
        history.cancel(id);

        assertThat(what(id)).containsExactly("accepted", "queued", "cancelled");
    }

    private List<String> what(UUID id) {
        return history.event(id).orElseThrow().timeline().stream()
                .map(TimelineEntry::what)
                .toList();
    }
}
