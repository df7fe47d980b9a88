// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.dispatch.NodeOrder;
import io.glowplug.dispatch.NodeStatus;
import io.glowplug.dispatch.Nodes;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.testing.TestPostgres;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two nodes with everything, replaced one after the other while a schedule fires every second. */
class RollingRestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROUNDS = 3;

    /** A node as a process would be one. */
    private record Node(DispatchNode dispatch, TestNode triggers) {

        String id() {
            return dispatch.bean(Nodes.class).self();
        }

        void stop() {
            triggers.close();
            dispatch.close();
        }
    }

    @Test
    void noSlotIsLostOrDoubledWhileEachNodeIsDrainedAndReplaced() {
        String url = TestPostgres.createDatabase();
        try (DispatchHarness harness = new DispatchHarness(url).inRealTime();
                HikariDataSource database = TestPostgres.pool(url)) {
            var report = harness.function("report");
            Node one = start(harness, database);
            Node other = start(harness, database);
            UUID trigger = one.triggers()
                    .triggers()
                    .create(Drafts.every("tick", "1 second"))
                    .id();
            awaitMoreSlots(harness, trigger, 2);

            for (int round = 0; round < ROUNDS; round++) {
                Node holder = holderOf(one, other, trigger);
                Node stays = holder.id().equals(one.id()) ? other : one;
                Nodes nodes = stays.dispatch().bean(Nodes.class);

                nodes.order(holder.id(), NodeOrder.DRAINING);
                await("the node is drained")
                        .atMost(PATIENCE)
                        .until(() ->
                                nodes.find(holder.id()).orElseThrow().state().equals(NodeStatus.DRAINED));
                await("the other one holds the trigger")
                        .atMost(PATIENCE)
                        .until(() -> nodes.triggersOf(nodes.self()).contains(trigger));
                holder.stop();

                awaitMoreSlots(harness, trigger, 1);
                one = stays;
                other = start(harness, database);
            }

            List<Instant> slots = slots(harness, trigger);
            for (int i = 0; i < slots.size(); i++) {
                assertThat(slots.get(i))
                        .as("slot %d of %s", i, slots)
                        .isEqualTo(slots.getFirst().plusSeconds(i));
            }
            one.triggers().close();
            other.triggers().close();
            await("everything ran").atMost(PATIENCE).until(() -> harness.count("invocation") == 0);
            assertThat((long) report.invocations()).isEqualTo(harness.count("event"));
            assertThat(report.attemptedTwice()).isZero();
            harness.assertBalanced();
            one.stop();
            other.stop();
        }
    }

    private static Node start(DispatchHarness harness, HikariDataSource database) {
        DispatchNode dispatch = harness.startNode();
        return new Node(dispatch, new TestNode(dispatch, database, InstantSource.system()));
    }

    private static Node holderOf(Node one, Node other, UUID trigger) {
        Nodes nodes = one.dispatch().bean(Nodes.class);
        await("somebody holds the trigger")
                .atMost(PATIENCE)
                .until(() -> nodes.triggersOf(one.id()).contains(trigger)
                        || nodes.triggersOf(other.id()).contains(trigger));
        return nodes.triggersOf(one.id()).contains(trigger) ? one : other;
    }

    private static void awaitMoreSlots(DispatchHarness harness, UUID trigger, int more) {
        int enough = slots(harness, trigger).size() + more;
        await().atMost(PATIENCE).until(() -> slots(harness, trigger).size() >= enough);
    }

    private static List<Instant> slots(DispatchHarness harness, UUID trigger) {
        return harness.jdbc()
                .sql("select occurred_at from event where trigger_id = :trigger order by occurred_at")
                .param("trigger", trigger)
                .query((ResultSet row, int number) ->
                        row.getObject("occurred_at", OffsetDateTime.class).toInstant())
                .list();
    }
}
