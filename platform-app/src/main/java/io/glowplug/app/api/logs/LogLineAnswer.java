// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.logs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.runtime.LogLine;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line.
 *
 * @param stream {@code stdout}, {@code stderr} or {@code platform}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LogLineAnswer(
        Instant time,
        String function,
        String version,
        String environmentId,
        @Nullable UUID invocationId,
        String stream,
        String text) {

    static LogLineAnswer of(LogLine line) {
        return new LogLineAnswer(
                line.time(),
                line.functionName(),
                line.version(),
                line.environmentId(),
                line.invocationId(),
                line.stream().name().toLowerCase(Locale.ROOT),
                line.text());
    }
}
