// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.trigger.object.store.ObjectStoreProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ObjectPropertiesTest {

    @Test
    void haveTheDefaultsThatTheirDocumentationNames() {
        assertThat(bind("glowplug.trigger.object", ObjectConnectorProperties.class, Map.of()))
                .isEqualTo(new ObjectConnectorProperties(
                        Duration.ofSeconds(1), 1000, List.of(), "us-east-1", "000000000000"));
        assertThat(bind("glowplug.s3", ObjectStoreProperties.class, Map.of()))
                .isEqualTo(new ObjectStoreProperties(null, Duration.ofDays(7)));
    }

    @Test
    void readEveryName() {
        assertThat(bind(
                        "glowplug.trigger.object",
                        ObjectConnectorProperties.class,
                        Map.of(
                                "glowplug.trigger.object.poll-interval", "5s",
                                "glowplug.trigger.object.max-open-invocations", "7",
                                "glowplug.trigger.object.allow", "169.254.1.1, 169.254.1.2")))
                .isEqualTo(new ObjectConnectorProperties(
                        Duration.ofSeconds(5), 7, List.of("169.254.1.1", "169.254.1.2"), "us-east-1", "000000000000"));
        assertThat(bind(
                        "glowplug.s3",
                        ObjectStoreProperties.class,
                        Map.of("glowplug.s3.directory", "/objects", "glowplug.s3.upload-life", "2h")))
                .isEqualTo(new ObjectStoreProperties(Path.of("/objects"), Duration.ofHours(2)));
    }

    @Test
    void anUploadNeedsAnHour() {
        assertThatThrownBy(() -> new ObjectStoreProperties(null, Duration.ofMinutes(59)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("upload-life");
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, Bindable.of(type));
    }
}
