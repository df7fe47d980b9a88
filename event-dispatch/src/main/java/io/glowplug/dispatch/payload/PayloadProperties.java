// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.payload;

import io.glowplug.registry.Violations;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where payloads are kept and for how long.
 *
 * @param directory where payloads go that are larger than {@code largestInRow}; with several nodes it has to be one that
 *     they share. By default {@code objects/payloads} in the data directory where the embedded PostgreSQL is used, and
 *     none, so that all payloads stay in the database, with an external one
 * @param largestInRow largest payload that is kept in its row, 1 KB to 6 MB; 256 KB by default
 * @param grace how old a file that no event needs has to be before it is removed, at least 10 minutes; 1 h by default
 * @param retention for how long the payloads of events and the answers of functions are kept, in whole UTC days; at
 *     least 2 days and at most as long as events. By default as long as events
 */
@ConfigurationProperties("glowplug.dispatch.payload")
public record PayloadProperties(
        @Nullable Path directory,
        @DefaultValue("256KB") DataSize largestInRow,
        @DefaultValue("1h") Duration grace,
        @Nullable Duration retention) {

    public PayloadProperties {
        Violations.of()
                .check(
                        largestInRow.toBytes() >= 1024 && largestInRow.toBytes() <= 6L * 1024 * 1024,
                        "glowplug.dispatch.payload.largest-in-row",
                        "must be between 1 KB and 6 MB")
                .check(grace.toMinutes() >= 10, "glowplug.dispatch.payload.grace", "must be at least 10 minutes")
                .check(
                        retention == null || retention.toDays() >= 2,
                        "glowplug.dispatch.payload.retention",
                        "must be at least 2 days")
                .refuseIfAny();
    }
}
