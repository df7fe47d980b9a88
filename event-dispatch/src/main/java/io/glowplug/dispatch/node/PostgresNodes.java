// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import io.glowplug.dispatch.NodeOrder;
import io.glowplug.dispatch.NodeStatus;
import io.glowplug.dispatch.Nodes;
import io.glowplug.registry.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the nodes' rows, and writes what is wanted of them. */
public final class PostgresNodes implements Nodes {

    private final NodeStore store;
    private final NodeIdentity self;
    private final NodeHeart heart;

    public PostgresNodes(NodeStore store, NodeIdentity self, NodeHeart heart) {
        this.store = store;
        this.self = self;
        this.heart = heart;
    }

    @Override
    public String self() {
        return self.id();
    }

    @Override
    public List<NodeStatus> all() {
        return store.list(null);
    }

    @Override
    public Optional<NodeStatus> find(String id) {
        return store.list(id).stream().findFirst();
    }

    @Override
    public List<UUID> triggersOf(String id) {
        return store.triggersOf(id);
    }

    @Override
    public List<NodeStatus> thatServe(String runtime) {
        return all().stream()
                .filter(node -> node.state().equals(NodeStatus.ACTIVE)
                        && node.problem() == null
                        && node.runtimes().contains(runtime))
                .toList();
    }

    @Override
    public NodeStatus order(String id, NodeOrder order) {
        NodeStatus node = require(id);
        if (node.state().equals(NodeStatus.GONE)) {
            throw RefusedException.conflict("The node " + id + " is gone.");
        }
        store.order(id, order);
        if (id.equals(self.id())) {
            heart.beatSoon();
        }
        return require(id);
    }

    private NodeStatus require(String id) {
        return find(id).orElseThrow(() -> RefusedException.notFound("There is no node " + id + "."));
    }
}
