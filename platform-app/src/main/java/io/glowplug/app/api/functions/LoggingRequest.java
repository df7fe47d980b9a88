// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.registry.LogFormat;
import io.glowplug.registry.LogLevel;
import io.glowplug.registry.LoggingSettings;
import io.glowplug.registry.RefusedException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a function logs. In a change it replaces the whole of what was set.
 *
 * @param format {@code TEXT} (default) or {@code JSON}
 * @param applicationLevel {@code TRACE}, {@code DEBUG}, {@code INFO} (default), {@code WARN}, {@code ERROR} or {@code
 *     FATAL}; only with JSON
 * @param systemLevel {@code DEBUG}, {@code INFO} (default) or {@code WARN}; only with JSON
 * @param retentionDays after how many days lines are removed; by default when the platform removes its oldest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LoggingRequest(
        @Nullable String format,
        @Nullable String applicationLevel,
        @Nullable String systemLevel,
        @Nullable Integer retentionDays) {

    static LoggingRequest of(LoggingSettings settings) {
        boolean json = settings.format() == LogFormat.JSON;
        return new LoggingRequest(
                settings.format().name(),
                json ? settings.applicationLevelOrDefault().name() : null,
                json ? settings.systemLevelOrDefault().name() : null,
                settings.retentionDays());
    }

    LoggingSettings toSettings() {
        LogFormat parsed = parse(LogFormat.class, "logging.format", format);
        return new LoggingSettings(
                parsed == null ? LogFormat.TEXT : parsed,
                parse(LogLevel.class, "logging.applicationLevel", applicationLevel),
                parse(LogLevel.class, "logging.systemLevel", systemLevel),
                retentionDays);
    }

    private static <E extends Enum<E>> @Nullable E parse(Class<E> type, String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid(
                        field,
                        "must be one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))));
    }
}
