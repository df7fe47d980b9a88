// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import org.jspecify.annotations.Nullable;

/**
 * How a function logs: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
 *
 * @param applicationLevel least level of what the function logs; null for {@link LogLevel#INFO}. Only with JSON
 * @param systemLevel least level of what the platform logs, DEBUG, INFO or WARN; null for INFO. Only with JSON
 * @param retentionDays after how many days lines are removed; null for the platform's own retention, which no function
 *     exceeds
 */
public record LoggingSettings(
        LogFormat format,
        @Nullable LogLevel applicationLevel,
        @Nullable LogLevel systemLevel,
        @Nullable Integer retentionDays) {

    public static final LoggingSettings DEFAULT = new LoggingSettings(LogFormat.TEXT, null, null, null);

    public LogLevel applicationLevelOrDefault() {
        return applicationLevel == null ? LogLevel.INFO : applicationLevel;
    }

    public LogLevel systemLevelOrDefault() {
        return systemLevel == null ? LogLevel.INFO : systemLevel;
    }
}
