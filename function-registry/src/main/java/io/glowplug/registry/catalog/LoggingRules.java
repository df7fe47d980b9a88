// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.LogFormat;
import io.glowplug.registry.LogLevel;
import io.glowplug.registry.LogRetentionLimit;
import io.glowplug.registry.LoggingSettings;
import io.glowplug.registry.Violations;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a function may set about its log.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
 */
@Component
class LoggingRules {

    private static final Set<LogLevel> SYSTEM_LEVELS = EnumSet.of(LogLevel.DEBUG, LogLevel.INFO, LogLevel.WARN);

    private final LogRetentionLimit limit;

    LoggingRules(LogRetentionLimit limit) {
        this.limit = limit;
    }

    void check(Violations violations, LoggingSettings logging) {
        checkLevel(violations, "logging.applicationLevel", logging, logging.applicationLevel());
        checkLevel(violations, "logging.systemLevel", logging, logging.systemLevel());
        violations.check(
                logging.systemLevel() == null || SYSTEM_LEVELS.contains(logging.systemLevel()),
                "logging.systemLevel",
                "must be DEBUG, INFO or WARN");
        Integer days = logging.retentionDays();
        violations.check(
                days == null || (days >= 1 && days <= limit.days()),
                "logging.retentionDays",
                "must be between 1 and " + limit.days() + ", for which the platform keeps log lines");
    }

    private static void checkLevel(
            Violations violations, String field, LoggingSettings logging, @Nullable LogLevel level) {
        violations.check(
                level == null || logging.format() == LogFormat.JSON, field, "must be left out unless format is JSON");
    }
}
