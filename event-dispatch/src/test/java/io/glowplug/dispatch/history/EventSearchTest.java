// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.EventQuery;
import io.glowplug.dispatch.EventSummary;
import io.glowplug.dispatch.InvocationQuery;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.payload.Payloads;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventSearchTest {

    private static final EventQuery ALL_EVENTS = new EventQuery(null, null, null, null, null);
    private static final InvocationQuery ALL_INVOCATIONS = new InvocationQuery(null, null, null, null, null);
    private static final Instant START = LedgerFixture.START;

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
                () -> {});
        history = new PostgresEventHistory(ledger.jdbc, Payloads.inRows(), cancellation, ledger.clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void listsEventsNewestFirstOverSeveralPagesAndDays() {
        List<UUID> accepted = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            accepted.addFirst(ledger.accept(Draft.of("resize")));
            ledger.clock.advance(Duration.ofHours(7));
        }

        List<Page<EventSummary>> pages = leaf(page -> history.events(ALL_EVENTS, page));

        assertThat(pages).hasSize(3);
        assertThat(pages)
                .flatExtracting(Page::items)
                .extracting(EventSummary::id)
                .containsExactlyElementsOf(accepted);
    }

    @Test
    void selectsEventsByFunctionTriggerKeyAndTime() {
        UUID trigger = UUID.randomUUID();
        UUID first = ledger.accept(Draft.of("resize").payload("{\"image\":1}"));
        UUID second = ledger.accept(Draft.of("resize").trigger(trigger).key("slot-7"));
        UUID third = ledger.accept(Draft.of("greet"));

        assertThat(events(new EventQuery("resize", null, null, null, null))).containsExactly(second, first);
        assertThat(events(new EventQuery(null, trigger, null, null, null))).containsExactly(second);
        assertThat(events(new EventQuery(null, null, "slot-7", null, null))).containsExactly(second);
        assertThat(events(new EventQuery(null, null, null, START.plusSeconds(2), START.plusSeconds(3))))
                .containsExactly(second);
        assertThat(events(new EventQuery(null, null, null, Instant.MIN, Instant.MAX)))
                .containsExactly(third, second, first);
        assertThat(events(new EventQuery("resize", trigger, "slot-7", START, START.plusSeconds(9))))
                .containsExactly(second);
        assertThat(history.events(
                                new EventQuery("resize", null, null, null, START.plusSeconds(2)),
                                new PageRequest(5, null))
                        .items())
                .containsExactly(new EventSummary(
                        first, "test", null, "resize", null, START.plusSeconds(1), START.plusSeconds(1), 11, null));
    }

    @Test
    void textOfTheUserIsNeverSql() {
        ledger.accept(Draft.of("resize"));

        assertThat(events(new EventQuery("' or 1=1 --", null, "') or (true", null, null)))
                .isEmpty();
        assertThatThrownBy(() -> events(new EventQuery(null, null, "\0", null, null)))
                .hasMessage("key must not contain the character NUL");
        assertThatThrownBy(() -> history.events(ALL_EVENTS, new PageRequest(3, "first; drop table event")))
                .hasMessageStartingWith("cursor must be");
    }

    @Test
    void listsOpenAndEndedInvocationsTogetherOverSeveralPages() {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UUID done = ledger.accept(Draft.of("resize"));
            ledger.start(done);
            ledger.succeed(done);
            made.addFirst(done);
            made.addFirst(ledger.accept(Draft.of("resize")));
            made.addFirst(ledger.runSync("resize", "failed"));
        }

        List<Page<InvocationSummary>> pages = leaf(page -> history.invocations(ALL_INVOCATIONS, page));

        assertThat(pages).hasSize(4);
        assertThat(pages)
                .flatExtracting(Page::items)
                .extracting(InvocationSummary::id)
                .containsExactlyElementsOf(made);
    }

    @Test
    void selectsInvocationsByFunctionTriggerStatusAndTime() {
        UUID trigger = UUID.randomUUID();
        UUID waiting = ledger.accept(Draft.of("resize").trigger(trigger));
        UUID running = ledger.accept(Draft.of("resize"));
        ledger.start(running);
        UUID dead = ledger.kill(ledger.accept(Draft.of("resize").trigger(trigger)), "ValueError");
        UUID sync = ledger.runSync("greet", "failed");

        assertThat(invocations(new InvocationQuery("resize", null, null, null, null)))
                .containsExactly(dead, running, waiting);
        assertThat(invocations(new InvocationQuery(null, trigger, null, null, null)))
                .containsExactly(dead, waiting);
        assertThat(invocations(status(InvocationStatus.WAITING))).containsExactly(waiting);
        assertThat(invocations(status(InvocationStatus.RUNNING))).containsExactly(running);
        assertThat(invocations(status(InvocationStatus.DEAD_LETTERED))).containsExactly(dead);
        assertThat(invocations(status(InvocationStatus.FAILED))).containsExactly(sync);
        assertThat(invocations(status(InvocationStatus.SUCCEEDED))).isEmpty();
        assertThat(invocations(new InvocationQuery(null, null, null, START.plusSeconds(2), START.plusSeconds(3))))
                .containsExactly(running);
    }

    @Test
    void aSynchronousRunIsFoundAsAnInvocationAndHasNoEvent() {
        UUID sync = ledger.runSync("greet", "succeeded");

        assertThat(history.event(sync)).isEmpty();
        assertThat(history.invocation(sync))
                .contains(new InvocationSummary(
                        sync,
                        null,
                        "greet",
                        null,
                        null,
                        InvocationStatus.SUCCEEDED,
                        1,
                        START.plusSeconds(1),
                        null,
                        null,
                        START.plusSeconds(1),
                        null,
                        null,
                        null));
        assertThat(history.invocation(UUID.randomUUID())).isEmpty();
    }

    private static InvocationQuery status(InvocationStatus status) {
        return new InvocationQuery(null, null, status, null, null);
    }

    private List<UUID> events(EventQuery query) {
        return history.events(query, new PageRequest(100, null)).items().stream()
                .map(EventSummary::id)
                .toList();
    }

    private List<UUID> invocations(InvocationQuery query) {
        return history.invocations(query, new PageRequest(100, null)).items().stream()
                .map(InvocationSummary::id)
                .toList();
    }

    private static <T> List<Page<T>> leaf(Function<PageRequest, Page<T>> list) {
        List<Page<T>> pages = new ArrayList<>();
        String cursor = null;
        do {
            Page<T> page = list.apply(new PageRequest(3, cursor));
            pages.add(page);
            cursor = page.nextCursor();
        } while (cursor != null);
        return pages;
    }
}
