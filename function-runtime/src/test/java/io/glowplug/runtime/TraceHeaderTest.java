// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TraceHeaderTest {

    /** The instant is 2026-01-01T00:00:00.250Z. */
    @Test
    void beginsWithTheSecondOfTheInvocationAndIsTheSameForEachAttempt() {
        var id = UUID.fromString("019b76da-a8fa-7abc-8def-0123456789ab");

        assertThat(TraceHeader.of(id))
                .isEqualTo(TraceHeader.of(id))
                .startsWith("Root=1-6955b900-a8fa7abc8def0123456789ab;Parent=")
                .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
    }

    @Test
    void differsFromOneInvocationToTheNext() {
        assertThat(TraceHeader.of(new UUID(0x7000L, 1))).isNotEqualTo(TraceHeader.of(new UUID(0x7000L, 2)));
    }
}
