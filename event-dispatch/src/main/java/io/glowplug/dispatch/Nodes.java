// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The nodes that share the database, this one among them. Any of them can be asked about any other. */
public interface Nodes {

    /** This node's id. */
    String self();

    /** All that are there, and those that left or fell silent until they are forgotten; by name. */
    List<NodeStatus> all();

    Optional<NodeStatus> find(String id);

    /** The triggers that a node holds now. */
    List<UUID> triggersOf(String id);

    /**
     * The nodes that are there, take leases, and serve that runtime. When there is none, invocations of functions in it
     * wait, and this is why.
     */
    List<NodeStatus> thatServe(String runtime);

    /**
     * Tells a node what is wanted of it. It follows within a heartbeat, this node at once.
     *
     * @throws RefusedException {@link io.glowplug.registry.Refusal#NOT_FOUND} for an id that no node has,
     *     {@link io.glowplug.registry.Refusal#CONFLICT} for a node that is gone
     */
    NodeStatus order(String id, NodeOrder order);
}
