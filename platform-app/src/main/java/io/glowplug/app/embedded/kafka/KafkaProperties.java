// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The platform's Kafka cluster.
 *
 * @param bootstrapServers addresses ({@code host:port}, separated by commas) of an external cluster; by default an
 *     embedded broker is started when a trigger asks for it
 * @param clientPropertiesFile a file in the format of Kafka's own tools with further client properties of the external
 *     cluster, such as its security; none by default
 * @param port of the embedded broker on 127.0.0.1; 9092 by default
 * @param startTimeout longest wait for the embedded broker, recovery after a crash included; 2 minutes by default
 */
@ConfigurationProperties("glowplug.kafka")
record KafkaProperties(
        @Nullable String bootstrapServers,
        @Nullable Path clientPropertiesFile,
        @DefaultValue("9092") int port,
        @DefaultValue("2m") Duration startTimeout) {

    boolean isExternal() {
        return bootstrapServers != null && !bootstrapServers.isBlank();
    }
}
