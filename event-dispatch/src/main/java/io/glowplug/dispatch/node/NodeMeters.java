// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import io.glowplug.dispatch.Leadership;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** What a node shows of itself. */
public final class NodeMeters {

    public NodeMeters(MeterRegistry registry, ClockWatch clock, NodeStanding standing, Leadership leadership) {
        Gauge.builder("glowplug.node.clock.offset", clock, NodeMeters::seconds)
                .description("How far this node's clock is ahead of the database's")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("glowplug.node.leases", standing, node -> node.takesLeases() ? 1 : 0)
                .description("1 while this node takes leases: not cordoned, not draining, its clock right")
                .register(registry);
        Gauge.builder("glowplug.node.leader", leadership, one -> one.isLeader() ? 1 : 0)
                .description("1 on the node that does the chores for all")
                .register(registry);
    }

    private static double seconds(ClockWatch clock) {
        Duration offset = clock.offset();
        return offset == null ? Double.NaN : offset.toNanos() / 1e9;
    }
}
