// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.Leadership;
import io.glowplug.dispatch.NodeDuty;
import io.glowplug.dispatch.NodeOrder;
import io.glowplug.dispatch.NodeStatus;
import io.glowplug.dispatch.Nodes;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.dispatch.testing.Load;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NodesTest {

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    @Test
    void aNodeIsCordonedAndDrainedThroughAnotherAndItsWorkGoesOnThere() {
        DispatchNode first = dispatch.startNode();
        DispatchNode second = dispatch.startNode();
        String id = first.bean(Nodes.class).self();
        Nodes asked = second.bean(Nodes.class);
        assertThat(asked.all()).extracting(NodeStatus::state).containsOnly("active");
        assertThat(asked.all()).extracting(NodeStatus::capacity).containsOnly(2_048);

        var function = dispatch.function("slow").closed();
        Load.accept(first, function, 3);
        await().atMost(ofSeconds(30)).until(() -> function.running() == 3);

        assertThat(asked.order(id, NodeOrder.CORDONED).ordered()).isEqualTo(NodeOrder.CORDONED);
        awaitState(asked, id, "cordoned");
        Load.accept(first, dispatch.function("other"), 20);
        await().atMost(ofSeconds(30)).until(() -> asked.find(id).orElseThrow().inFlight() == 3);
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 3);
        assertThat(nodesThatRan("other"))
                .as("what the cordoned node accepts runs elsewhere")
                .isEqualTo(asked.self());

        asked.order(id, NodeOrder.DRAINING);
        awaitState(asked, id, "draining");
        function.open();
        awaitState(asked, id, "drained");
        await().atMost(ofSeconds(30)).until(() -> second.bean(Leadership.class).isLeader());
        assertThat(nodesThatRan("slow")).as("what ran there ended there").isEqualTo(id);

        asked.order(id, NodeOrder.ACTIVE);
        awaitState(asked, id, "active");
        assertThat(first.bean(NodeDuty.class).takesLeases()).isTrue();
        dispatch.assertBalanced();
    }

    @Test
    void oneNodeLeadsAndAnotherDoesAfterItsDeath() {
        DispatchNode first = dispatch.startNode();
        await().atMost(ofSeconds(30)).until(() -> first.bean(Leadership.class).isLeader());
        DispatchNode second = dispatch.startNode();
        Nodes nodes = second.bean(Nodes.class);
        String id = first.bean(Nodes.class).self();
        await().atMost(ofSeconds(30)).until(() -> nodes.all().size() == 2);
        assertThat(nodes.find(id).orElseThrow().leader()).isTrue();
        assertThat(second.bean(Leadership.class).isLeader()).isFalse();

        first.crash();

        await().atMost(ofSeconds(30)).until(() -> second.bean(Leadership.class).isLeader());
        assertThat(first.bean(Leadership.class).isLeader()).isFalse();
        awaitState(nodes, id, "gone");
        assertThatThrownBy(() -> nodes.order(id, NodeOrder.DRAINING))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT));
        assertThatThrownBy(() -> nodes.order("nobody", NodeOrder.ACTIVE))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_FOUND));

        dispatch.jdbc()
                .sql("update node set heartbeat_at = heartbeat_at - interval '2 hours' where state <> 'gone'")
                .update();
        second.bean(NodeStore.class).forget(Duration.ofHours(1)); // unless the leader's chore was quicker
        assertThat(nodes.find(id)).isEmpty();
        awaitState(nodes, nodes.self(), "active"); // it was forgotten itself, and says again who it is
    }

    @Test
    void aNodeThatLeavesIsGoneAtOnceAndGivesTheChoresAway() {
        DispatchNode first = dispatch.startNode();
        await().atMost(ofSeconds(30)).until(() -> first.bean(Leadership.class).isLeader());
        DispatchNode second = dispatch.with("node.gone-after", "10m").startNode();
        String id = first.bean(Nodes.class).self();

        first.close();

        Nodes nodes = second.bean(Nodes.class);
        assertThat(nodes.find(id).orElseThrow().state()).isEqualTo("gone");
        await().atMost(ofSeconds(30)).until(() -> second.bean(Leadership.class).isLeader());
    }

    @Test
    void aNodeWhoseClockIsOffLeasesNothingSaysSoAndComesBackByItself() {
        DispatchNode node = dispatch.inRealTime().with("node.clock-limit", "2s").startNode();
        Nodes nodes = node.bean(Nodes.class);
        assertThat(node.bean(NodeDuty.class).takesLeases()).isTrue();

        dispatch.advance(Duration.ofHours(1));
        await().atMost(ofSeconds(30)).until(() -> node.bean(NodeDuty.class).handsTriggersOver());
        assertThat(node.bean(NodeDuty.class).takesLeases()).isFalse();
        await().atMost(ofSeconds(30))
                .until(() -> nodes.find(nodes.self()).orElseThrow().problem() != null);
        assertThat(nodes.find(nodes.self()).orElseThrow().clockOffset())
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        await().atMost(ofSeconds(30)).until(() -> !node.bean(Leadership.class).isLeader());

        var function = dispatch.function("count");
        UUID waiting = dispatch.accept(function, "{}");
        assertThat(dispatch.jdbc()
                        .sql(
                                "select visible_at < clock_timestamp() + interval '1 minute' from invocation where id = :id")
                        .param("id", waiting)
                        .query(Boolean.class)
                        .single())
                .as("an event that it accepts is due by the database's clock")
                .isTrue();
        assertThat(function.attempts()).isZero();

        dispatch.advance(Duration.ofHours(-1));
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);
        assertThat(nodes.find(nodes.self()).orElseThrow().state()).isEqualTo("active");
        dispatch.assertBalanced();
    }

    @Test
    void aSecondProcessUnderTheSameIdTakesTheFirstOnesPlace() {
        DispatchNode first = dispatch.with("node-id", "twin").startNode();
        DispatchNode second = dispatch.startNode();

        await().atMost(ofSeconds(30)).until(() -> !first.bean(NodeDuty.class).takesLeases());

        assertThat(second.bean(NodeDuty.class).takesLeases()).isTrue();
        assertThat(first.bean(NodeDuty.class).problem())
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("Another process runs under this node's id"));
    }

    private String nodesThatRan(String function) {
        return dispatch.jdbc()
                .sql("""
                        select string_agg(distinct a.node, ',') from attempt a
                        join settled_invocation s on s.id = a.invocation_id where s.function_name = :function
                        """)
                .param("function", function)
                .query(String.class)
                .single();
    }

    private static void awaitState(Nodes nodes, String id, String state) {
        await(id + " is " + state)
                .atMost(ofSeconds(30))
                .until(() -> nodes.find(id).map(NodeStatus::state).orElse("unknown"), state::equals);
    }
}
