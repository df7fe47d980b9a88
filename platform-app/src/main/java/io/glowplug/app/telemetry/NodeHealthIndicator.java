// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.dispatch.Leadership;
import io.glowplug.dispatch.NodeDuty;
import io.glowplug.dispatch.NodeStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Out of service once the node is drained, so that load balancers move away. A node that is cordoned, or whose clock is
 * off, is up all the same: it answers, accepts and runs synchronous calls; that it takes no leases is a detail here.
 */
@Component("node")
class NodeHealthIndicator implements HealthIndicator {

    private final NodeDuty duty;
    private final Leadership leadership;

    NodeHealthIndicator(NodeDuty duty, Leadership leadership) {
        this.duty = duty;
        this.leadership = leadership;
    }

    @Override
    public Health health() {
        Health.Builder health = duty.state().equals(NodeStatus.DRAINED) ? Health.outOfService() : Health.up();
        health.withDetail("state", duty.state())
                .withDetail("takesLeases", duty.takesLeases())
                .withDetail("leader", leadership.isLeader());
        duty.problem().ifPresent(problem -> health.withDetail("problem", problem));
        return health.build();
    }
}
