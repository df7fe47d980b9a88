// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that stands still until a test moves it. */
public final class SettableClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-03-29T00:59:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }
}
