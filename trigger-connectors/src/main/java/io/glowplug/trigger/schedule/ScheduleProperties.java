// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this node runs schedules.
 *
 * @param missedAfter a slot that is later than this was missed, and the trigger's policy decides; 15 seconds by
 *     default, so that a take-over after a node's death (lease length plus a second) is lateness and no miss
 * @param longestWait how long a schedule sleeps before it looks at the clock again, one second by default: so long can
 *     a clock that was set forward go unnoticed
 * @param region region named in EventBridge's scheduled event, {@code us-east-1} by default
 * @param account account named in EventBridge's scheduled event, {@code 000000000000} by default
 */
@ConfigurationProperties("glowplug.trigger.schedule")
public record ScheduleProperties(
        @DefaultValue("15s") Duration missedAfter,
        @DefaultValue("1s") Duration longestWait,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("000000000000") String account) {}
