// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.NodeDuty;
import io.glowplug.dispatch.NodeOrder;
import io.glowplug.dispatch.NodeStatus;
import io.glowplug.dispatch.Nodes;
import io.glowplug.registry.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Two nodes, this one and another; drained as soon as they are told to. */
public final class FakeNodes implements Nodes, NodeDuty {

    public static final String SELF = "node-here";
    public static final String OTHER = "node-there";

    public volatile NodeOrder own = NodeOrder.ACTIVE;
    public volatile NodeOrder others = NodeOrder.ACTIVE;

    @Override
    public String self() {
        return SELF;
    }

    @Override
    public List<NodeStatus> all() {
        return List.of(node(SELF, own), node(OTHER, others));
    }

    @Override
    public Optional<NodeStatus> find(String id) {
        return all().stream().filter(node -> node.id().equals(id)).findFirst();
    }

    @Override
    public List<UUID> triggersOf(String id) {
        return List.of(new UUID(0, 7));
    }

    @Override
    public List<NodeStatus> thatServe(String runtime) {
        return all();
    }

    @Override
    public NodeStatus order(String id, NodeOrder order) {
        NodeStatus node = find(id).orElseThrow(() -> RefusedException.notFound("There is no node " + id + "."));
        if (node.id().equals(SELF)) {
            own = order;
        } else {
            others = order;
        }
        return find(id).orElseThrow();
    }

    @Override
    public boolean takesLeases() {
        return own == NodeOrder.ACTIVE;
    }

    @Override
    public boolean handsTriggersOver() {
        return own == NodeOrder.DRAINING;
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public String state() {
        return stateOf(own);
    }

    private static String stateOf(NodeOrder order) {
        return order == NodeOrder.DRAINING ? NodeStatus.DRAINED : order.label();
    }

    private static NodeStatus node(String id, NodeOrder order) {
        Instant at = Instant.parse("2026-01-31T12:00:00Z");
        return new NodeStatus(
                id,
                "host",
                "127.0.0.1:8080",
                "1",
                stateOf(order),
                order,
                at,
                at,
                Duration.ofMillis(1_500),
                List.of("python3.11"),
                List.of("none", "internet"),
                256,
                3,
                1,
                Duration.ofMillis(-12),
                id.equals(SELF),
                null);
    }
}
