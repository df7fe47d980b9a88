// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.dispatch.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node.
 *
 * @param state active, cordoned, draining, drained or gone
 * @param ordered active, cordoned or draining: what is wanted of it, which it follows within a heartbeat
 * @param capacity asynchronous attempts that it makes at once at most
 * @param inFlight invocations and deliveries that it held at its last heartbeat
 * @param triggers how many triggers it holds now
 * @param clockOffsetMs how far its clock is ahead of the database's; negative when it is behind
 * @param leader whether it does the chores for all: partitions, retention, expiry of keys, audits
 * @param problem why it takes no leases although nobody ordered so
 * @param self whether it is the node that answers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NodeAnswer(
        String id,
        String name,
        @Nullable String address,
        String version,
        String state,
        String ordered,
        Instant startedAt,
        Instant heartbeatAt,
        long heartbeatAgeMs,
        List<String> runtimes,
        List<String> networks,
        int capacity,
        int inFlight,
        int triggers,
        @Nullable Long clockOffsetMs,
        boolean leader,
        @Nullable String problem,
        boolean self) {

    static NodeAnswer of(NodeStatus node, boolean self) {
        Duration offset = node.clockOffset();
        return new NodeAnswer(
                node.id(),
                node.name(),
                node.address(),
                node.version(),
                node.state(),
                node.ordered().label(),
                node.startedAt(),
                node.heartbeatAt(),
                node.heartbeatAge().toMillis(),
                node.runtimes(),
                node.networks(),
                node.capacity(),
                node.inFlight(),
                node.triggers(),
                offset == null ? null : offset.toMillis(),
                node.leader(),
                node.problem(),
                self);
    }
}
