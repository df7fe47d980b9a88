// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import io.glowplug.dispatch.NodeDuty;
import io.glowplug.dispatch.NodeOrder;
import io.glowplug.dispatch.NodeStatus;
import java.util.Optional;

/** What was last ordered of this node, and what else holds it back. */
public final class NodeStanding implements NodeDuty {

    private final ClockWatch clock;
    private volatile NodeOrder ordered = NodeOrder.ACTIVE;
    private volatile boolean replaced;
    private volatile boolean drained;

    public NodeStanding(ClockWatch clock) {
        this.clock = clock;
    }

    @Override
    public boolean takesLeases() {
        return ordered == NodeOrder.ACTIVE && !replaced && clock.beyondLimit().isEmpty();
    }

    @Override
    public boolean handsTriggersOver() {
        return ordered == NodeOrder.DRAINING || replaced || clock.beyondLimit().isPresent();
    }

    @Override
    public Optional<String> problem() {
        if (replaced) {
            return Optional.of("Another process runs under this node's id; this one takes no leases.");
        }
        return clock.beyondLimit()
                .map(ahead -> "Its clock is " + ClockWatch.inWords(ahead) + " the database's; it takes no leases.");
    }

    /** The chores go by the clock, and a node that is about to stop leaves them to one that stays. */
    boolean standsForLeader() {
        return !handsTriggersOver();
    }

    NodeOrder ordered() {
        return ordered;
    }

    void ordered(NodeOrder order) {
        ordered = order;
    }

    void replaced(boolean byAnother) {
        replaced = byAnother;
    }

    void drained(boolean nothingLeft) {
        drained = ordered == NodeOrder.DRAINING && nothingLeft;
    }

    @Override
    public String state() {
        return drained ? NodeStatus.DRAINED : ordered.label();
    }
}
