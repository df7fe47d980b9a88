// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RegistryPropertiesTest {

    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(new RegistryProperties(
                        Path.of("glowplug-data/code"),
                        Duration.ofHours(1),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(5),
                        1000));
    }

    @Test
    void everyName() {
        Map<String, String> all = Map.of(
                "glowplug.registry.code-directory", "/var/code",
                "glowplug.registry.code-grace", "2h",
                "glowplug.registry.code-collection-interval", "20m",
                "glowplug.registry.activation-interval", "10s",
                "glowplug.registry.concurrency-limit", "300");

        assertThat(bind(all))
                .isEqualTo(new RegistryProperties(
                        Path.of("/var/code"),
                        Duration.ofHours(2),
                        Duration.ofMinutes(20),
                        Duration.ofSeconds(10),
                        300));
    }

    private static RegistryProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("glowplug.registry", RegistryProperties.class);
    }
}
