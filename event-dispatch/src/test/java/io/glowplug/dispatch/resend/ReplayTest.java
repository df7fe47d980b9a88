// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.EventDetails;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.ReplayQuery;
import io.glowplug.dispatch.Resend;
import io.glowplug.dispatch.Resend.Kind;
import io.glowplug.dispatch.Resend.State;
import io.glowplug.dispatch.ResendTerms;
import io.glowplug.dispatch.TimelineEntry;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import io.glowplug.dispatch.history.Cancellation;
import io.glowplug.dispatch.history.PostgresEventHistory;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.payload.Payloads;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private final ResendRig rig = new ResendRig();

    @AfterEach
    void everyTestLeavesTheLedgerBalanced() {
        assertThat(rig.ledger.unbalanced()).isEmpty();
        rig.close();
    }

    @Test
    void selectsByFunctionTriggerKeyTimeStatusAndId() {
        UUID trigger = UUID.randomUUID();
        UUID done = succeeded(Draft.of("resize"));
        UUID dead = rig.ledger.kill(rig.ledger.accept(Draft.of("resize").trigger(trigger)), "ValueError");
        UUID waiting = rig.ledger.accept(Draft.of("resize").key("order-1"));
        succeeded(Draft.of("greet"));

        assertThat(rig.resends.count(query("resize", null))).isEqualTo(3);
        assertThat(rig.resends.count(query("resize", InvocationStatus.SUCCEEDED)))
                .isEqualTo(1);
        assertThat(rig.resends.count(query("resize", InvocationStatus.DEAD_LETTERED)))
                .isEqualTo(1);
        assertThat(rig.resends.count(query("resize", InvocationStatus.WAITING))).isEqualTo(1);
        assertThat(rig.resends.count(query("resize", InvocationStatus.RUNNING))).isZero();
        assertThat(rig.resends.count(new ReplayQuery(null, trigger, null, null, null, null, null)))
                .isEqualTo(1);
        assertThat(rig.resends.count(new ReplayQuery(null, null, "order-1", null, null, null, null)))
                .isEqualTo(1);
        assertThat(rig.resends.count(new ReplayQuery(
                        null, null, null, null, rig.ledger.clock.instant().minusMillis(500), null, null)))
                .isEqualTo(1);
        assertThat(rig.resends.count(new ReplayQuery(null, null, null, null, null, null, Set.of(done, dead, waiting))))
                .isEqualTo(3);
    }

    @Test
    void sendsEachAsANewEventThatNamesTheOldOneOnceWhateverCrashes() {
        UUID trigger = UUID.randomUUID();
        for (int i = 0; i < 30; i++) {
            succeeded(Draft.of("resize").trigger(trigger).key("k" + i).payload("{\"n\":" + i + "}"));
        }
        Resend replay = rig.resends.startReplay(
                query("resize", InvocationStatus.SUCCEEDED), new ResendTerms(Redirection.NONE, 10, null));
        ResendPortions node = rig.node();
        rig.sendDue(node);
        rig.ledger.clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> rig.dyingNode().sendNext()).hasMessage("killed");
        assertThat(find(replay).done()).isEqualTo(10);
        for (int i = 0; i < 3; i++) {
            rig.sendDue(rig.node());
            rig.ledger.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(find(replay))
                .returns(State.DONE, Resend::state)
                .returns(30L, Resend::total)
                .returns(30L, Resend::done)
                .returns(0L, Resend::skipped);
        assertThat(rig.ledger
                        .jdbc
                        .sql("""
                        select count(*) from event made join event e on e.id = made.replay_of
                        join invocation i on i.id = made.id and i.event_id = made.id
                        where made.payload = e.payload and made.event_key = e.event_key and made.source = e.source
                            and made.attributes = e.attributes and made.trigger_id = e.trigger_id
                            and i.trigger_id = e.trigger_id and made.replay_id = :replay
                        """)
                        .param("replay", replay.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(30);
        assertThat(rig.count("distinct replay_of) from event")).isEqualTo(30);
        assertThat(rig.ledger.balance("resize").waiting()).isEqualTo(30);
    }

    @Test
    void tellsOfItInBothTimeLines() {
        UUID original = succeeded(Draft.of("resize"));
        rig.resends.startReplay(query("resize", null), new ResendTerms(new Redirection("shrink", null), 0, null));
        rig.sendDue(rig.node());
        UUID made = rig.ledger
                .jdbc
                .sql("select id from event where replay_of is not null")
                .query(UUID.class)
                .single();
        PostgresEventHistory history = new PostgresEventHistory(
                rig.ledger.jdbc,
                Payloads.inRows(),
                new Cancellation(
                        rig.ledger.jdbc,
                        new OrderingKeys(rig.ledger.jdbc),
                        rig.ledger.counts,
                        new LedgerTransactions(rig.ledger.transactions),
                        () -> {}),
                rig.ledger.clock);

        EventDetails before = history.event(original).orElseThrow();
        EventDetails after = history.event(made).orElseThrow();

        assertThat(before.timeline())
                .extracting(TimelineEntry::detail)
                .anyMatch(detail -> detail.startsWith("Sent again to function shrink as event " + made));
        assertThat(after.event().replayOf()).isEqualTo(original);
        assertThat(after.event().functionName()).isEqualTo("shrink");
        assertThat(after.attributes()).isEqualTo(Map.of("made", "up"));
        assertThat(after.timeline().getFirst().detail()).endsWith(", as a replay of event " + original);
        assertThat(rig.ledger.balance("shrink").waiting()).isEqualTo(1);
    }

    @Test
    void skipsWhatIsPastItsRetentionAndFailsWhatHasNoFunction() {
        UUID kept = succeeded(Draft.of("resize"));
        UUID orphan = succeeded(Draft.of("gone"));
        rig.functions.delete("gone");

        Resend replay = rig.resends.startReplay(
                new ReplayQuery(null, null, null, null, null, null, Set.of(kept, orphan, UUID.randomUUID())),
                ResendTerms.AT_ONCE);
        rig.sendDue(rig.node());

        assertThat(find(replay))
                .returns(3L, Resend::total)
                .returns(1L, Resend::done)
                .returns(1L, Resend::failed)
                .returns(1L, Resend::skipped)
                .returns("There is no function gone", Resend::problem);
        assertThatThrownBy(() -> rig.resends.startReplay(query("gone", null), ResendTerms.AT_ONCE))
                .hasMessage("There is no function gone");
    }

    private UUID succeeded(Draft draft) {
        UUID id = rig.ledger.accept(draft);
        rig.ledger.start(id);
        rig.ledger.succeed(id);
        return id;
    }

    private static ReplayQuery query(String function, InvocationStatus status) {
        return new ReplayQuery(function, null, null, status, null, null, null);
    }

    private Resend find(Resend replay) {
        return rig.resends.find(Kind.REPLAY, replay.id()).orElseThrow();
    }
}
