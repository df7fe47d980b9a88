// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this node reads what happens to objects.
 *
 * @param pollInterval how often a bucket is looked at when no hint comes; default 1 s
 * @param maxOpenInvocations how many events of one trigger may wait or run before reading pauses; default 1000
 * @param allow hosts, addresses and ranges that other stores may have although they are link-local or no single host's;
 *     none by default
 * @param region region in events; set by the platform
 * @param account account in events; set by the platform
 */
@ConfigurationProperties("glowplug.trigger.object")
record ObjectConnectorProperties(
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("1000") int maxOpenInvocations,
        @DefaultValue({}) List<String> allow,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("000000000000") String account) {}
