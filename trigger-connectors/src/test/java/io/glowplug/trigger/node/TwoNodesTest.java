// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.testing.TestPostgres;
import io.glowplug.trigger.contract.InMemoryLedger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TwoNodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InMemoryLedger ledger = new InMemoryLedger();

    /** A clock that goes by itself and can be set. */
    private static final class AdjustableClock implements InstantSource {

        private volatile Duration offset = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(offset);
        }

        void jump(Duration by) {
            offset = offset.plus(by);
        }
    }

    @Test
    void everySlotIsOneRowWhateverDiesAndWhicheverWayTheClocksJump() {
        AdjustableClock clockOfFirst = new AdjustableClock();
        AdjustableClock clockOfSecond = new AdjustableClock();
        try (HikariDataSource database = TestPostgres.freshDatabase();
                TestNode first = new TestNode("first", database, ledger, clockOfFirst);
                TestNode second = new TestNode("second", database, ledger, clockOfSecond)) {
            UUID trigger =
                    first.triggers().create(Drafts.every("tick", "1 second")).id();
            awaitSlots(trigger, 2);

            boolean firstHolds = ledger.holder(trigger).equals("first");
            TestNode holder = firstHolds ? first : second;
            AdjustableClock clockOfSurvivor = firstHolds ? clockOfSecond : clockOfFirst;
            holder.die();
            await().atMost(PATIENCE).until(() -> !ledger.holder(trigger).equals(firstHolds ? "first" : "second"));
            awaitMoreSlots(trigger, 2);

            clockOfSurvivor.jump(Duration.ofSeconds(5));
            awaitMoreSlots(trigger, 5);
            clockOfSurvivor.jump(Duration.ofSeconds(-5));
            awaitMoreSlots(trigger, 1);

            assertThatEverySlotIsThereOnce(trigger);
        }
    }

    @Test
    void aNodeThatStopsHandsItsTriggersOverAtOnce() {
        InstantSource clock = InstantSource.system();
        try (HikariDataSource database = TestPostgres.freshDatabase();
                TestNode second = new TestNode("second", database, ledger, clock)) {
            UUID trigger;
            try (TestNode first = new TestNode("first", database, ledger, clock)) {
                trigger = first.triggers()
                        .create(Drafts.every("tick", "1 second"))
                        .id();
                awaitSlots(trigger, 2);
            }
            awaitMoreSlots(trigger, 2);

            assertThat(ledger.holder(trigger)).isEqualTo("second");
            assertThatEverySlotIsThereOnce(trigger);
            assertThat(second.triggers().status(trigger).node()).isEqualTo("second");
        }
    }

    @Test
    void noNodeEmitsAnythingForATriggerAsItWasBeforeAnEdit() {
        InstantSource clock = InstantSource.system();
        try (HikariDataSource database = TestPostgres.freshDatabase();
                TestNode first = new TestNode("first", database, ledger, clock);
                TestNode second = new TestNode("second", database, ledger, clock)) {
            UUID trigger =
                    first.triggers().create(Drafts.scripted("edited", "0")).id();
            for (int edit = 1; edit <= 12; edit++) {
                TestNode editor = edit % 2 == 0 ? first : second;
                String reads = Integer.toString(edit);
                editor.triggers().update(trigger, Drafts.scripted("edited", reads), null);
                await().atMost(PATIENCE).until(() -> lastSource(trigger).equals(reads));
            }
            assertThat(ledger.events(trigger))
                    .extracting(event -> Integer.valueOf(event.source()))
                    .isSorted();
        }
    }

    private String lastSource(UUID trigger) {
        List<TriggerEvent> events = ledger.events(trigger);
        return events.isEmpty() ? "" : events.getLast().source();
    }

    private void awaitSlots(UUID trigger, int count) {
        await().atMost(PATIENCE).until(() -> ledger.events(trigger).size() >= count);
    }

    private void awaitMoreSlots(UUID trigger, int more) {
        awaitSlots(trigger, ledger.events(trigger).size() + more);
    }

    private void assertThatEverySlotIsThereOnce(UUID trigger) {
        List<Instant> slots =
                ledger.events(trigger).stream().map(TriggerEvent::occurredAt).toList();
        Instant first = slots.getFirst();
        for (int i = 0; i < slots.size(); i++) {
            assertThat(slots.get(i)).isEqualTo(first.plusSeconds(i));
        }
    }
}
