// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.doors.FakeRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class NetworkMetersTest {

    @Test
    void countsByFunction() {
        var registry = new SimpleMeterRegistry();
        var meters = new NetworkMeters(new FakeRuntime(), registry);

        meters.read();
        meters.read();

        assertThat(registry.get("glowplug.network.refused")
                        .tag("function", "resize")
                        .functionCounter()
                        .count())
                .isEqualTo(3);
    }
}
