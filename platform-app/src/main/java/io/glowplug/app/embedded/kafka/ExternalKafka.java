// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import io.glowplug.app.settings.StartRefusedException;
import io.glowplug.trigger.kafka.KafkaCluster;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A cluster that somebody else runs. */
final class ExternalKafka implements KafkaCluster {

    private final Map<String, String> clientProperties;

    private ExternalKafka(Map<String, String> clientProperties) {
        this.clientProperties = Map.copyOf(clientProperties);
    }

    static ExternalKafka of(KafkaProperties properties) {
        Map<String, String> client = new HashMap<>();
        if (properties.clientPropertiesFile() != null) {
            Properties read = new Properties();
            try (Reader reader = Files.newBufferedReader(properties.clientPropertiesFile())) {
                read.load(reader);
            } catch (IOException e) {
                throw new StartRefusedException(
                        "The file " + properties.clientPropertiesFile() + " cannot be read: " + e,
                        "Let GLOWPLUG_KAFKA_CLIENT_PROPERTIES_FILE name a file of Kafka client properties.",
                        e);
            }
            read.stringPropertyNames().forEach(name -> client.put(name, read.getProperty(name)));
        }
        client.put("bootstrap.servers", String.valueOf(properties.bootstrapServers()));
        return new ExternalKafka(client);
    }

    @Override
    public Map<String, String> clientProperties() {
        return clientProperties;
    }
}
