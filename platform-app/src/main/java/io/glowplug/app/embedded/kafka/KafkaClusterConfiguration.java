// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import io.glowplug.app.settings.DataDirectory;
import io.glowplug.trigger.kafka.KafkaCluster;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Decides whose cluster it is. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaProperties.class)
class KafkaClusterConfiguration {

    @Bean
    KafkaCluster kafkaCluster(KafkaProperties properties, DataDirectory data) {
        return properties.isExternal()
                ? ExternalKafka.of(properties)
                : new EmbeddedKafka(BrokerDirectory.of(data), properties);
    }

    @Bean
    KafkaHealthIndicator kafka(KafkaCluster cluster) {
        return new KafkaHealthIndicator(cluster);
    }
}
