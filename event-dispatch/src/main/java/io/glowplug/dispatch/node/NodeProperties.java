// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.node;

import io.glowplug.registry.Violations;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How nodes know of each other.
 *
 * @param heartbeat how often a node says that it is there, and looks at what is wanted of it; 100 ms to 1 minute, 2 s by
 *     default
 * @param goneAfter a node that was silent for that long counts as gone, and another one takes its chores over; at least
 *     three heartbeats, 8 s by default
 * @param forgetAfter a node that is gone is listed for that long; 1 h by default
 * @param clockLimit how far a node's clock may be off the database's before it takes no leases; 2 s by default
 */
@ConfigurationProperties("glowplug.dispatch.node")
public record NodeProperties(
        @DefaultValue("2s") Duration heartbeat,
        @DefaultValue("8s") Duration goneAfter,
        @DefaultValue("1h") Duration forgetAfter,
        @DefaultValue("2s") Duration clockLimit) {

    public NodeProperties {
        Violations.of()
                .check(
                        heartbeat.toMillis() >= 100 && heartbeat.toSeconds() <= 60,
                        "glowplug.dispatch.node.heartbeat",
                        "must be between 100 ms and 1 m")
                .check(
                        goneAfter.compareTo(heartbeat.multipliedBy(3)) >= 0,
                        "glowplug.dispatch.node.gone-after",
                        "must be at least three heartbeats")
                .check(
                        forgetAfter.compareTo(goneAfter) >= 0,
                        "glowplug.dispatch.node.forget-after",
                        "must be at least gone-after")
                .check(clockLimit.toMillis() >= 100, "glowplug.dispatch.node.clock-limit", "must be at least 100 ms")
                .refuseIfAny();
    }
}
