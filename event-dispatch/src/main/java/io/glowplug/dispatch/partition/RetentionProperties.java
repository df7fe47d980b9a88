// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import io.glowplug.registry.Violations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long history is kept. It goes by whole UTC days, so a thing may stay up to a day longer.
 *
 * @param events for how long events, ended invocations, attempts, event keys and finished deliveries are kept; at least 2
 *     days, 30 days by default. An event whose invocation is still open stays whatever its age. A second delivery with an event key
 *     that is older than this is a new event.
 * @param logs for how long the lines that functions wrote are kept; at least 2 days, 14 days by default
 * @param deadLetters after which time in the dead-letter queue dead letters, and failed deliveries likewise, are removed
 *     for good, at least 1 hour; never by default
 * @param purgeGrace for how long a purge of dead letters can be undone, up to 30 days; 24 h by default
 * @param resends for how long redrives and replays that have ended are kept, at least 1 hour; 90 days by default
 */
@ConfigurationProperties("glowplug.dispatch.retention")
public record RetentionProperties(
        @DefaultValue("30d") Duration events,
        @DefaultValue("14d") Duration logs,
        @Nullable Duration deadLetters,
        @DefaultValue("24h") Duration purgeGrace,
        @DefaultValue("90d") Duration resends) {

    /** Partitions are made for two days back, which retention must not take away again. */
    private static final int SHORTEST_DAYS = DayPartitions.DAYS_BACK;

    public RetentionProperties {
        String rule = "must be at least " + SHORTEST_DAYS + " days";
        Violations.of()
                .check(events.toDays() >= SHORTEST_DAYS, "glowplug.dispatch.retention.events", rule)
                .check(logs.toDays() >= SHORTEST_DAYS, "glowplug.dispatch.retention.logs", rule)
                .check(
                        deadLetters == null || deadLetters.toHours() >= 1,
                        "glowplug.dispatch.retention.dead-letters",
                        "must be at least 1 hour")
                .check(
                        !purgeGrace.isNegative() && purgeGrace.toDays() <= 30,
                        "glowplug.dispatch.retention.purge-grace",
                        "must be at most 30 days")
                .check(resends.toHours() >= 1, "glowplug.dispatch.retention.resends", "must be at least 1 hour")
                .refuseIfAny();
    }
}
