// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

/** When a batch is full, or has waited long enough. */
record Buffering(int maxItems, int maxBytes, int timeoutMillis) {

    static final int LEAST_ITEMS = 1_000;
    static final int MOST_ITEMS = 30_000;
    static final int DEFAULT_ITEMS = 10_000;
    static final int LEAST_BYTES = 262_144;
    static final int MOST_BYTES = 1_048_576;
    static final int LEAST_MILLIS = 25;
    static final int MOST_MILLIS = 30_000;
    static final int DEFAULT_MILLIS = 1_000;
}
