// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.RedriveOrder;
import io.glowplug.dispatch.Resend;
import io.glowplug.dispatch.Resend.Kind;
import io.glowplug.dispatch.Resend.State;
import io.glowplug.dispatch.ResendTerms;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedriveTest {

    private static final DeadLetterQuery ALL = new DeadLetterQuery(null, null, null, null, null, false);

    private final ResendRig rig = new ResendRig();

    @AfterEach
    void everyTestLeavesTheLedgerBalanced() {
        assertThat(rig.ledger.unbalanced()).isEmpty();
        rig.close();
    }

    @Test
    void anyNodeGoesOnAfterACrashAndEachIsSentOnceOldestFirst() {
        rig.ledger.insertDead("bulk", 1_200);
        Resend redrive = rig.resends.startRedrive(ALL, ResendTerms.AT_ONCE);
        assertThat(redrive).returns(1_200L, Resend::total).returns(State.RUNNING, Resend::state);

        rig.node().sendNext();
        assertThatThrownBy(() -> rig.dyingNode().sendNext()).hasMessage("killed");
        assertThat(find(redrive)).returns(500L, Resend::done);
        assertThat(rig.ledger.balance("bulk").waiting()).isEqualTo(500);
        assertThat(rig.ledger.unbalanced()).isEmpty();

        assertThat(rig.sendDue(rig.node())).isEqualTo(3);

        assertThat(find(redrive))
                .returns(State.DONE, Resend::state)
                .returns(1_200L, Resend::done)
                .returns(0L, Resend::failed)
                .returns(0L, Resend::skipped);
        assertThat(rig.ledger.balance("bulk").accepted()).isEqualTo(2_400);
        assertThat(rig.count("distinct redrive_of) from invocation")).isEqualTo(1_200);
        assertThat(rig.count("*) from dead_letter d join invocation i on i.id = d.redriven_as where d.redrive_id = '"
                        + redrive.id() + "'"))
                .isEqualTo(1_200);
        assertThat(rig.count("*) from (select lag(d.dead_at) over (order by i.id) > d.dead_at as wrong"
                        + " from dead_letter d join invocation i on i.id = d.redriven_as) s where wrong"))
                .isZero();
        assertThat(rig.raised.get()).isPositive();
    }

    @Test
    void twoNodesAtOneRedriveSendNothingTwice() throws Exception {
        rig.ledger.insertDead("bulk", 3_000);
        Resend redrive = rig.resends.startRedrive(ALL, ResendTerms.AT_ONCE);
        CountDownLatch together = new CountDownLatch(2);
        List<Future<?>> nodes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                nodes.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    ResendPortions node = rig.node();
                    while (find(redrive).endedAt() == null) {
                        node.sendNext();
                    }
                    return null;
                }));
            }
            for (Future<?> node : nodes) {
                node.get();
            }
        }

        assertThat(find(redrive)).returns(3_000L, Resend::done);
        assertThat(rig.count("*) from invocation")).isEqualTo(3_000);
        assertThat(rig.count("distinct redrive_of) from invocation")).isEqualTo(3_000);
    }

    @Test
    void keepsTheRateStartsWhenAskedToAndCanBeStopped() {
        rig.ledger.insertDead("bulk", 100);
        Instant start = rig.ledger.clock.instant().plusSeconds(60);
        Resend redrive = rig.resends.startRedrive(ALL, new ResendTerms(Redirection.NONE, 10, start));
        ResendPortions node = rig.node();
        assertThat(rig.sendDue(node)).isZero();
        assertThat(node.untilNext(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(60));

        rig.ledger.clock.advance(Duration.ofSeconds(60));
        assertThat(rig.sendDue(node)).isEqualTo(1);
        rig.ledger.clock.advance(Duration.ofMillis(999));
        assertThat(rig.sendDue(node)).isZero();
        rig.ledger.clock.advance(Duration.ofMillis(1));
        assertThat(rig.sendDue(node)).isEqualTo(1);

        assertThat(find(redrive)).returns(20L, Resend::done).returns(0L, Resend::skipped);
        assertThat(rig.ledger.jdbc.sql("""
                        select bool_and(gap = interval '100 ms') from (
                            select visible_at - lag(visible_at) over (order by visible_at) as gap from invocation) gaps
                        where gap is not null
                        """).query(Boolean.class).single()).isTrue();
        assertThat(rig.resends.stop(Kind.REDRIVE, redrive.id()))
                .returns(State.STOPPED, Resend::state)
                .returns(80L, Resend::skipped);
        rig.ledger.clock.advance(Duration.ofSeconds(60));
        assertThat(rig.sendDue(node)).isZero();
        assertThatThrownBy(() -> rig.resends.stop(Kind.REDRIVE, redrive.id()))
                .hasMessageEndingWith("has ended: it is stopped");
        assertThatThrownBy(() -> rig.resends.stop(Kind.REPLAY, redrive.id()))
                .extracting("refusal")
                .isEqualTo(Refusal.NOT_FOUND);

        Resend rest = rig.resends.startRedrive(ALL, ResendTerms.AT_ONCE);
        rig.sendDue(node);
        assertThat(find(rest)).returns(80L, Resend::total).returns(80L, Resend::done);
        assertThat(rig.resends.list(Kind.REDRIVE, new PageRequest(1, null)).items())
                .extracting(Resend::id)
                .containsExactly(rest.id());
    }

    @Test
    void countsWhatCannotBeSentAndSkipsWhatOthersDealtWith() {
        UUID mine = kill("resize");
        UUID orphan = kill("gone");
        kill("purged");
        UUID redriven = kill("resize");
        rig.functions.delete("gone");
        Resend redrive = rig.resends.startRedrive(ALL, ResendTerms.AT_ONCE);
        var queue = rig.ledger.deadLetters(rig.functions, () -> {});
        queue.purge(new DeadLetterQuery("purged", null, null, null, null, false));
        queue.redrive(redriven, RedriveOrder.UNCHANGED);
        rig.ledger.clock.advance(Duration.ofSeconds(1));
        kill("resize");

        rig.sendDue(rig.node());

        assertThat(find(redrive))
                .returns(4L, Resend::total)
                .returns(1L, Resend::done)
                .returns(1L, Resend::failed)
                .returns(2L, Resend::skipped)
                .returns("There is no function gone", Resend::problem);
        assertThat(queue.find(mine).orElseThrow().redriveId()).isEqualTo(redrive.id());
        assertThat(queue.find(orphan).orElseThrow().redrivenAs()).isNull();
        assertThatThrownBy(() -> rig.resends.startRedrive(
                        new DeadLetterQuery("gone", null, null, null, null, false), ResendTerms.AT_ONCE))
                .extracting("refusal")
                .isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void sendsTheChosenOnesToAnotherFunction() {
        UUID first = kill("resize");
        kill("resize");
        UUID third = kill("resize");
        DeadLetterQuery chosen = new DeadLetterQuery(null, null, null, null, Set.of(first, third), null, null, false);
        assertThat(rig.resends.count(chosen)).isEqualTo(2);

        rig.resends.startRedrive(chosen, new ResendTerms(new Redirection("shrink", "2"), 0, null));
        rig.sendDue(rig.node());

        assertThat(rig.ledger
                        .jdbc
                        .sql("select redrive_of from invocation where function_name = 'shrink' and qualifier = '2'")
                        .query(UUID.class)
                        .list())
                .containsExactlyInAnyOrder(first, third);
        assertThat(rig.ledger.balance("shrink").accepted()).isEqualTo(2);
        rig.functions.delete("shrink");
        assertThatThrownBy(
                        () -> rig.resends.startRedrive(ALL, new ResendTerms(new Redirection("shrink", null), 0, null)))
                .hasMessage("There is no function shrink");
    }

    @Test
    void refusesTermsThatMeanNothing() {
        for (double rate : new double[] {-1, 0.0001, 1e6, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> rig.resends.startRedrive(ALL, new ResendTerms(Redirection.NONE, rate, null)))
                    .hasMessage("ratePerSecond must be 0 or between 0.001 and 100000");
        }
        assertThatThrownBy(() ->
                        rig.resends.count(new DeadLetterQuery(null, null, null, null, Set.of(), null, null, false)))
                .hasMessage("ids must name 1 to 1000");
        assertThatThrownBy(() -> rig.resends.startRedrive(
                        ALL,
                        new ResendTerms(
                                Redirection.NONE, 0, rig.ledger.clock.instant().plus(Duration.ofDays(366)))))
                .hasMessage("deliverAt must be at most 365 days ahead");
    }

    private UUID kill(String function) {
        return rig.ledger.kill(rig.ledger.accept(Draft.of(function)), "ValueError");
    }

    private Resend find(Resend redrive) {
        return rig.resends.find(Kind.REDRIVE, redrive.id()).orElseThrow();
    }
}
