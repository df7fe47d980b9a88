// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.log;

import io.glowplug.registry.Violations;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How this node stores what functions write.
 *
 * @param flushEvery longest time that a line waits to be stored with others; 200 ms by default
 * @param batchLines most lines of one insert, 1 to 50,000; 2,000 by default
 * @param buffer memory for lines that are not stored yet; 32 MB by default
 * @param patience longest time that one write waits for room in the buffer before lines are lost; 1 s by default
 * @param pollEvery pause between two looks for new lines of each tail; 300 ms by default
 */
@ConfigurationProperties("glowplug.dispatch.log")
public record LogProperties(
        @DefaultValue("200ms") Duration flushEvery,
        @DefaultValue("2000") int batchLines,
        @DefaultValue("32MB") DataSize buffer,
        @DefaultValue("1s") Duration patience,
        @DefaultValue("300ms") Duration pollEvery) {

    public LogProperties {
        Violations.of()
                .check(flushEvery.isPositive(), "glowplug.dispatch.log.flush-every", "must be positive")
                .range("glowplug.dispatch.log.batch-lines", batchLines, 1, 50_000)
                .check(buffer.toKilobytes() >= 64, "glowplug.dispatch.log.buffer", "must be at least 64 KB")
                .check(!patience.isNegative(), "glowplug.dispatch.log.patience", "must not be negative")
                .check(pollEvery.isPositive(), "glowplug.dispatch.log.poll-every", "must be positive")
                .refuseIfAny();
    }
}
