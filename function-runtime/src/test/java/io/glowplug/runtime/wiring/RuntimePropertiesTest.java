// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.runtime.sandbox.SandboxMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class RuntimePropertiesTest {

    @Test
    void defaultsAreThese() {
        RuntimeProperties defaults = bind(Map.of());

        assertThat(defaults)
                .isEqualTo(new RuntimeProperties(
                        SandboxMode.REQUIRED,
                        null,
                        DataSize.ofMegabytes(512),
                        1000,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(20),
                        DataSize.ofMegabytes(10),
                        null,
                        null,
                        "us-east-1",
                        "000000000000"));
        assertThat(defaults.directoryOrDefault())
                .isIn(Path.of("/run/glowplug"), Path.of(System.getProperty("java.io.tmpdir"), "glowplug-runtime"));
    }

    @Test
    void everySettingCanBeSet() {
        RuntimeProperties set = bind(Map.ofEntries(
                entry("glowplug.runtime.sandbox", "none"),
                entry("glowplug.runtime.memory-budget", "4GB"),
                entry("glowplug.runtime.memory-ahead", "0"),
                entry("glowplug.runtime.concurrency-limit", "7"),
                entry("glowplug.runtime.idle-timeout", "30s"),
                entry("glowplug.runtime.stop-grace", "1s"),
                entry("glowplug.runtime.output-limit", "1MB"),
                entry("glowplug.runtime.directory", "/run/somewhere"),
                entry("glowplug.runtime.libraries", "/srv/libraries"),
                entry("glowplug.runtime.region", "eu-west-1"),
                entry("glowplug.runtime.account", "111122223333")));

        assertThat(set)
                .isEqualTo(new RuntimeProperties(
                        SandboxMode.NONE,
                        DataSize.ofGigabytes(4),
                        DataSize.ofBytes(0),
                        7,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1),
                        DataSize.ofMegabytes(1),
                        Path.of("/run/somewhere"),
                        Path.of("/srv/libraries"),
                        "eu-west-1",
                        "111122223333"));
    }

    @Test
    void functionsGetFourFifthsOfWhatThePlatformsOwnHeapLeaves() {
        assertThat(NodeMemory.budgetMb(24L << 30, 4L << 30)).isEqualTo(16 * 1024);
        assertThat(NodeMemory.budgetMb(1L << 30, 4L << 30)).isZero();
    }

    private static RuntimeProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("glowplug.runtime", RuntimeProperties.class);
    }
}
