// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.trigger.schedule.ScheduleProperties;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TriggerPropertiesTest {

    @Test
    void hasTheDefaultsThatItsDocumentationNames() {
        assertThat(bind("glowplug.trigger", TriggerProperties.class, Map.of()))
                .isEqualTo(new TriggerProperties(
                        Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMinutes(1)));
        assertThat(bind("glowplug.trigger.schedule", ScheduleProperties.class, Map.of()))
                .isEqualTo(new ScheduleProperties(
                        Duration.ofSeconds(15), Duration.ofSeconds(1), "us-east-1", "000000000000"));
    }

    @Test
    void readsEveryName() {
        assertThat(bind(
                        "glowplug.trigger",
                        TriggerProperties.class,
                        Map.of(
                                "glowplug.trigger.lease-length", "30s",
                                "glowplug.trigger.renew-interval", "5s",
                                "glowplug.trigger.scan-interval", "2s",
                                "glowplug.trigger.watchdog-patience", "90s")))
                .isEqualTo(new TriggerProperties(
                        Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(90)));
    }

    @Test
    void refusesRenewalsThatAreTooRare() {
        assertThatThrownBy(() -> new TriggerProperties(
                        Duration.ofSeconds(10), Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("renew-interval");
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, Bindable.of(type));
    }
}
