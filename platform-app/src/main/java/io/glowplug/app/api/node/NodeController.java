// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.node;

import io.glowplug.dispatch.NodeOrder;
import io.glowplug.dispatch.NodeStatus;
import io.glowplug.dispatch.Nodes;
import io.glowplug.registry.Page;
import io.glowplug.registry.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The nodes over this database. Any of them answers for, and takes orders to, any other. */
@RestController
@RequestMapping("/api/v1/nodes")
@Tag(name = "nodes", description = "The nodes that share the work")
class NodeController {

    private final Nodes nodes;

    NodeController(Nodes nodes) {
        this.nodes = nodes;
    }

    @GetMapping
    @Operation(summary = "Returns all nodes, those included that left or fell silent a short while ago")
    Page<NodeAnswer> list() {
        return new Page<>(nodes.all().stream().map(this::answer).toList(), null);
    }

    @GetMapping("/{id}")
    NodeAnswer get(@PathVariable String id) {
        return answer(nodes.find(id).orElseThrow(() -> RefusedException.notFound("There is no node " + id + ".")));
    }

    /** Ids of the triggers that a node holds. */
    record HeldTriggersAnswer(List<UUID> items) {}

    @GetMapping("/{id}/triggers")
    @Operation(summary = "Returns the ids of the triggers that the node holds now")
    HeldTriggersAnswer triggers(@PathVariable String id) {
        return new HeldTriggersAnswer(nodes.triggersOf(get(id).id()));
    }

    @PostMapping("/{id}/cordon")
    @Operation(summary = "Has the node take no new invocations and triggers; synchronous calls to it still run")
    NodeAnswer cordon(@PathVariable String id) {
        return order(id, NodeOrder.CORDONED);
    }

    @PostMapping("/{id}/drain")
    @Operation(
            summary = "Cordons the node, has it hand its triggers over and finish what it runs",
            description = "Its state is \"draining\" and then \"drained\"; from then on its readiness is 503. An order"
                    + " ends with the process: a node that is started again is active.")
    NodeAnswer drain(@PathVariable String id) {
        return order(id, NodeOrder.DRAINING);
    }

    @PostMapping("/{id}/uncordon")
    @Operation(summary = "Has the node take part in everything again, also after a drain")
    NodeAnswer uncordon(@PathVariable String id) {
        return order(id, NodeOrder.ACTIVE);
    }

    private NodeAnswer order(String id, NodeOrder order) {
        return answer(nodes.order(id, order));
    }

    private NodeAnswer answer(NodeStatus node) {
        return NodeAnswer.of(node, node.id().equals(nodes.self()));
    }
}
