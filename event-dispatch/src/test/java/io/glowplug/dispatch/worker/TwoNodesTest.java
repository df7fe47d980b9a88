// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.dispatch.testing.Load;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TwoNodesTest {

    private static final int EVENTS = 10_000;

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness().with("max-concurrent-attempts", 64);

    @Test
    void tenThousandInvocationsOnTwoNodesAreAllRunAndNoneTwice() {
        DispatchNode first = dispatch.startNode();
        DispatchNode second = dispatch.startNode();
        var function = dispatch.function("count");

        Load.accept(first, function, EVENTS / 2);
        Load.accept(second, function, EVENTS / 2);
        dispatch.runDue();

        assertThat(function.invocations()).isEqualTo(EVENTS);
        assertThat(function.attemptedTwice()).isZero();
        assertThat(first.leasesLost() + second.leasesLost()).isZero();
        assertThat(dispatch.jdbc()
                        .sql("select count(*) from settled_invocation where status = 'succeeded'")
                        .query(Long.class)
                        .single())
                .isEqualTo(EVENTS);
        dispatch.assertBalanced();
    }

    @Test
    void whatANodeLeavesBehindWhenItDiesRunsOnAnotherOnceItsLeasesRunOut() {
        DispatchNode doomed = dispatch.startNode();
        var function = dispatch.function("slow").closed();
        Load.accept(doomed, function, 100);
        await().atMost(ofSeconds(30)).until(() -> function.running() >= 32);
        int cutOff = function.running();

        doomed.crash();
        DispatchNode survivor = dispatch.startNode();
        function.open();
        dispatch.advance(ofSeconds(16));
        survivor.wake();

        await().atMost(ofMinutes(1)).until(() -> dispatch.count("invocation") == 0);
        assertThat(function.invocations()).isEqualTo(100);
        assertThat(function.attemptedTwice()).isEqualTo(cutOff);
        assertThat(dispatch.jdbc()
                        .sql("select count(*) from attempt where outcome = 'lease-lost'")
                        .query(Long.class)
                        .single())
                .isEqualTo(cutOff);
        dispatch.assertBalanced();
    }

    @Test
    void aNodeThatStoodStillForLongerThanItsLeasesGoesOnWithWhatItRuns() {
        DispatchNode node = dispatch.startNode();
        var function = dispatch.function("slow").closed();
        Load.accept(node, function, 10);
        await().atMost(ofSeconds(30)).until(() -> function.running() == 10);

        dispatch.advance(ofSeconds(60));
        node.wake();
        dispatch.accept(dispatch.function("quick"), "{}");
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("settled_invocation") == 1);
        function.open();

        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);
        assertThat(function.attempts()).isEqualTo(10);
        assertThat(node.leasesLost()).isZero();
    }

    @Test
    void aNodeThatStopsFinishesWhatItRunsAndLosesNoLease() {
        DispatchNode stopping = dispatch.startNode();
        var function = dispatch.function("slow").closed();
        Load.accept(stopping, function, 20);
        await().atMost(ofSeconds(30)).until(() -> function.running() == 20);

        Thread stop = Thread.ofVirtual().start(stopping::close);
        function.open();
        await().atMost(ofSeconds(30)).until(() -> !stop.isAlive());

        assertThat(dispatch.count("invocation")).isZero();
        assertThat(function.attempts()).isEqualTo(20);
    }

    @Test
    void whatDoesNotEndInTimeIsGivenBackAtNoCost() {
        DispatchNode stopping = dispatch.with("drain", "200ms").startNode();
        var function = dispatch.function("endless").retrying(0, 0).closed();
        Load.accept(stopping, function, 5);
        await().atMost(ofSeconds(30)).until(() -> function.running() == 5);

        stopping.close();

        assertThat(dispatch.jdbc()
                        .sql("select count(*) from invocation where state = 'waiting' and function_failures = 0"
                                + " and lost_leases = 0")
                        .query(Long.class)
                        .single())
                .isEqualTo(5);
        function.open();
        dispatch.startNode();
        dispatch.runDue();
        assertThat(dispatch.count("dead_letter")).isZero();
        dispatch.assertBalanced();
    }

    @Test
    void aNodeThatComesBackUnderItsNameTakesItsWorkBackAtOnce() {
        DispatchNode doomed = dispatch.with("node-id", "node-a").startNode();
        var function = dispatch.function("slow").closed();
        Load.accept(doomed, function, 10);
        await().atMost(ofSeconds(30)).until(() -> function.running() == 10);

        doomed.crash();
        function.open();
        dispatch.startNode();

        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);
        assertThat(function.attempts()).isEqualTo(20);
    }

    @Test
    void anInvocationThatTakesItsNodeDownEachTimeEndsInTheDeadLetterQueue() {
        dispatch.with("drain", "200ms"); // what a node that crashed waits for in vain when it is put away
        var function = dispatch.function("killer").closed();
        Load.accept(dispatch.startNode(), function, 1);

        for (int crash = 1; crash <= 5; crash++) {
            int expected = crash;
            await().atMost(ofSeconds(30)).until(() -> function.attempts() == expected);
            dispatch.lastNode().crash();
            dispatch.advance(ofSeconds(16));
            dispatch.startNode();
        }
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("dead_letter") == 1);

        assertThat(function.attempts()).isEqualTo(5);
        assertThat(dispatch.jdbc()
                        .sql("select reason || ' after ' || attempts from dead_letter")
                        .query(String.class)
                        .single())
                .isEqualTo("lease-lost-repeatedly after 5");
        dispatch.assertBalanced();
    }
}
