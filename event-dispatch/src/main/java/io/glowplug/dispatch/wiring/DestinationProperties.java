// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.registry.NetworkRule;
import io.glowplug.registry.Violations;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this node brings outcomes to destinations.
 *
 * @param allow hosts, addresses and ranges that outcomes may be posted to although they are not of the internet, such as
 *     {@code 10.0.0.0/8} or {@code hooks.example.internal:8443}; none by default
 * @param maxConcurrentDeliveries deliveries that this node makes at the same time, a quarter of them to one destination;
 *     64 by default
 * @param region region in the resource names of outcome documents, {@code us-east-1} by default
 * @param account account in them, {@code 000000000000} by default
 */
@ConfigurationProperties("glowplug.dispatch.destinations")
public record DestinationProperties(
        @DefaultValue List<String> allow,
        @DefaultValue("64") int maxConcurrentDeliveries,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("000000000000") String account) {

    public DestinationProperties {
        allow = List.copyOf(allow);
        Violations violations = Violations.of()
                .range("glowplug.dispatch.destinations.max-concurrent-deliveries", maxConcurrentDeliveries, 1, 500);
        allow.forEach(rule -> violations.check(
                NetworkRule.parse(rule.strip()).isPresent(),
                "glowplug.dispatch.destinations.allow",
                "has \"" + rule + "\", which " + NetworkRule.RULE));
        violations.refuseIfAny();
    }
}
