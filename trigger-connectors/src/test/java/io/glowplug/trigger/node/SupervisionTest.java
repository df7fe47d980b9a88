// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.registry.PageRequest;
import io.glowplug.testing.TestPostgres;
import io.glowplug.trigger.FilteredEvents;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerDraft;
import io.glowplug.trigger.TriggerNote;
import io.glowplug.trigger.TriggerStatus;
import io.glowplug.trigger.contract.InMemoryLedger;
import io.glowplug.trigger.contract.SettableClock;
import io.glowplug.trigger.node.ScriptedConnector.ScriptedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SupervisionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T10:00:00Z"));
    private final InMemoryLedger ledger = new InMemoryLedger();
    private HikariDataSource database;
    private TestNode node;

    @BeforeEach
    void startNode() {
        database = TestPostgres.freshDatabase();
        node = new TestNode("only", database, ledger, clock);
    }

    @AfterEach
    void stopNode() {
        node.close();
        database.close();
    }

    @Test
    void aNewTriggerRunsAtOnceAndSaysWhere() throws InterruptedException {
        UUID trigger = create("orders");

        assertThat(node.scripted().nextOpened().context.trigger().name()).isEqualTo("orders");
        TriggerStatus status = awaitStatus(trigger, running -> running.state().equals("running"));
        assertThat(status.node()).isEqualTo("only");
        assertThat(status.problem()).isNull();
    }

    @Test
    void whatTheFilterTurnsAwayIsShownAsASample() throws InterruptedException {
        UUID trigger = node.triggers()
                .create(new TriggerDraft(
                        "picky",
                        "report",
                        null,
                        "scripted",
                        "{\"reads\": \"anything\"}",
                        "{\"n\": [1]}",
                        null,
                        null,
                        false))
                .id();
        ScriptedSource source = node.scripted().nextOpened();

        assertThat(source.context.passesFilter("{\"n\": 1}")).isTrue();
        for (int number = 2; number < 1_000; number++) {
            assertThat(source.context.passesFilter("{\"n\": " + number + ", \"text\": \"" + "x".repeat(3_000) + "\"}"))
                    .isFalse();
        }

        FilteredEvents filtered = node.bean(FilteredEvents.class);
        await().atMost(PATIENCE).until(() -> filtered.of(trigger).size() == 20);
        assertThat(filtered.of(trigger)).allSatisfy(event -> {
            assertThat(event.bytes()).isGreaterThan(3_000);
            assertThat(event.preview()).startsWith("{\"n\": ").hasSize(2_048);
        });
        node.triggers().delete(trigger, false, null);
        assertThat(filtered.of(trigger)).isEmpty();
    }

    @Test
    void anEditClosesTheSourceAndRefusesWhatItStillEmits() throws InterruptedException {
        UUID trigger = create("orders");
        ScriptedSource before = node.scripted().nextOpened();

        node.triggers().update(trigger, Drafts.scripted("orders", "something else"), null);

        assertThat(before.context.emit(List.of(), List.of(), Map.of("0", "9"), 0))
                .isInstanceOf(EmitResult.LeaseLost.class);
        ScriptedSource after = node.scripted().nextOpened();
        assertThat(before.isClosedWithin(10)).isTrue();
        assertThat(after.settings.reads()).isEqualTo("something else");
        assertThat(after.context.emit(List.of(), List.of(), Map.of("0", "1"), 0))
                .isInstanceOf(EmitResult.Accepted.class);
    }

    @Test
    void aPausedTriggerIsClosedAndAResumedOneGoesOnFromItsCheckpoint() throws InterruptedException {
        UUID trigger = create("orders");
        ScriptedSource before = node.scripted().nextOpened();
        before.context.emit(List.of(), List.of(), Map.of("0", "41"), 0);

        node.triggers().pause(trigger, null);
        assertThat(before.isClosedWithin(10)).isTrue();
        assertThat(node.directory().paused()).containsExactly(trigger);
        assertThat(node.triggers().status(trigger).state()).isEqualTo("paused");

        node.triggers().resume(trigger, null);
        assertThat(node.scripted().nextOpened().context.checkpoints()).containsEntry("0", "41");
        assertThat(notes(trigger)).extracting(TriggerNote::what).containsExactly("resumed", "paused", "created");
    }

    @Test
    void aDeletedTriggerIsClosed() throws InterruptedException {
        UUID trigger = create("orders");
        ScriptedSource source = node.scripted().nextOpened();

        node.triggers().delete(trigger, false, null);

        assertThat(source.isClosedWithin(10)).isTrue();
        assertThat(source.context.emit(List.of(), List.of(), Map.of(), 0)).isInstanceOf(EmitResult.LeaseLost.class);
    }

    @Test
    void aSourceThatCannotBeOpenedSaysWhyIsTriedAgainAndDisturbsNoOther() throws InterruptedException {
        UUID healthy = create("healthy");
        ScriptedSource healthySource = node.scripted().nextOpened();
        node.scripted().failToOpen(1);

        UUID failing = create("failing");

        TriggerStatus status = awaitStatus(failing, seen -> seen.state().equals("failing"));
        assertThat(status.problem()).isEqualTo("cannot be opened: the source is unreachable");
        assertThat(node.scripted().nextOpened().context.trigger().name()).isEqualTo("failing");
        awaitStatus(failing, seen -> seen.state().equals("running"));
        assertThat(healthySource.isClosed()).isFalse();
        assertThat(node.triggers().status(healthy).state()).isEqualTo("running");
    }

    @Test
    void theWatchdogRestartsJustTheSourceThatIsStuck() throws InterruptedException {
        UUID healthy = create("healthy");
        ScriptedSource healthySource = node.scripted().nextOpened();
        UUID stuck = create("stuck");
        ScriptedSource stuckSource = node.scripted().nextOpened();
        Instant lastProgress = clock.instant();

        stuckSource.says(120, lastProgress, null);

        assertThat(stuckSource.isClosedWithin(10)).isTrue();
        assertThat(node.scripted().nextOpened().context.trigger().id()).isEqualTo(stuck);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(notes(stuck).getFirst())
                        .returns("restarted by the watchdog", TriggerNote::what)
                        .returns("lag 120, no progress since " + lastProgress, TriggerNote::detail));
        assertThat(healthySource.isClosed()).isFalse();
        assertThat(notes(healthy)).extracting(TriggerNote::what).containsExactly("created");
    }

    @Test
    void aSourceIsClosedBeforeItsLeaseEndsWhenTheDatabaseIsAway() throws InterruptedException {
        UUID trigger = create("orders");
        ScriptedSource source = node.scripted().nextOpened();

        node.die();

        assertThat(source.isClosedWithin(10)).isTrue();
        assertThat(ledger.holder(trigger)).isEqualTo("only");
    }

    @Test
    void anotherNodesTakeOverClosesTheSource() throws InterruptedException {
        UUID trigger = create("orders");
        ScriptedSource source = node.scripted().nextOpened();

        ledger.takeLease(trigger);

        assertThat(source.isClosedWithin(10)).isTrue();
    }

    @Test
    void nothingIsCalledRunningWithoutAHeartbeat() throws InterruptedException {
        UUID trigger = create("orders");
        node.scripted().nextOpened();
        awaitStatus(trigger, seen -> seen.state().equals("running"));

        node.close();
        ledger.takeLease(trigger);
        clock.advance(Duration.ofMinutes(2));
        try (TestNode reader = new TestNode("reader", database, ledger, clock)) {
            TriggerStatus status = reader.triggers().status(trigger);
            assertThat(status.state()).isEqualTo("stalled");
            assertThat(status.node()).isNull();
            assertThat(status.problem()).startsWith("no node has reported");
        }
    }

    private UUID create(String name) {
        TriggerDefinition created = node.triggers().create(Drafts.scripted(name));
        return created.id();
    }

    private TriggerStatus awaitStatus(UUID trigger, Predicate<TriggerStatus> wanted) {
        return await().atMost(PATIENCE).until(() -> node.triggers().status(trigger), wanted);
    }

    private List<TriggerNote> notes(UUID trigger) {
        return node.triggers().notes(trigger, new PageRequest(50, null)).items();
    }
}
