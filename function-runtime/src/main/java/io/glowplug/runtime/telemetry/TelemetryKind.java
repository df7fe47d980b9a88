// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be subscribed to. */
enum TelemetryKind {
    PLATFORM,
    FUNCTION,
    EXTENSION;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable TelemetryKind of(String wireName) {
        for (TelemetryKind kind : values()) {
            if (kind.wireName().equals(wireName)) {
                return kind;
            }
        }
        return null;
    }
}
