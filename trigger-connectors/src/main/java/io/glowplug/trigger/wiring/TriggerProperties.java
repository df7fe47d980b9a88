// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.wiring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How one node looks after triggers.
 *
 * @param leaseLength how long a node holds a trigger without renewing it; so long after a node's death another one
 *     takes over, and so long its last report is believed; default 10 seconds
 * @param renewInterval time between two renewals, at most a third of the lease length; default 3 seconds
 * @param scanInterval time between two looks at which triggers nobody holds, and between two reports; default 1
 *     second. Changes made on this node do not wait for it.
 * @param watchdogPatience how long a source may have lag or a problem without any progress before it is restarted;
 *     default 60 seconds
 */
@ConfigurationProperties("glowplug.trigger")
public record TriggerProperties(
        @DefaultValue("10s") Duration leaseLength,
        @DefaultValue("3s") Duration renewInterval,
        @DefaultValue("1s") Duration scanInterval,
        @DefaultValue("60s") Duration watchdogPatience) {

    public TriggerProperties {
        if (renewInterval.multipliedBy(3).compareTo(leaseLength) > 0) {
            throw new IllegalArgumentException(
                    "glowplug.trigger.renew-interval must be at most a third of lease-length");
        }
    }
}
