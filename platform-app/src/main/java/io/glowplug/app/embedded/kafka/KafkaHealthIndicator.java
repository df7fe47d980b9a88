// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import io.glowplug.trigger.kafka.KafkaCluster;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells whether the embedded broker is there if it was asked for. Of an external cluster it tells nothing but that it is
 * one: each trigger's status says whether it reaches its brokers.
 */
final class KafkaHealthIndicator implements HealthIndicator {

    private final KafkaCluster cluster;

    KafkaHealthIndicator(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Health health() {
        if (!(cluster instanceof EmbeddedKafka embedded)) {
            return Health.unknown().withDetail("cluster", "external").build();
        }
        if (embedded.process() != null) {
            return Health.up()
                    .withDetail("cluster", "embedded")
                    .withDetail("port", embedded.port())
                    .build();
        }
        String problem = embedded.problem();
        return problem == null
                ? Health.unknown()
                        .withDetail("cluster", "embedded, not started")
                        .build()
                : Health.down().withDetail("problem", problem).build();
    }
}
