// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.dispatch.DestinationSettings;
import io.glowplug.registry.Violations;
import org.jspecify.annotations.Nullable;

/**
 * A topic that gets outcomes.
 *
 * @param bootstrapServers the user's own cluster, or null for the platform's
 * @param security goes with {@code bootstrapServers} only; null for none
 */
record KafkaDestinationSettings(
        String topic,
        @Nullable String bootstrapServers,
        @Nullable KafkaSecuritySettings security) implements DestinationSettings {

    KafkaDestinationSettings {
        Violations.of()
                .check(
                        topic != null && KafkaSettings.TOPIC.matcher(topic).matches(),
                        "topic",
                        "must be a name of 1 to 249 letters, digits, dots, underscores and hyphens")
                .check(
                        bootstrapServers == null
                                || KafkaSettings.SERVERS
                                        .matcher(bootstrapServers)
                                        .matches(),
                        "bootstrapServers",
                        KafkaSettings.SERVERS_RULE)
                .check(
                        security == null || bootstrapServers != null,
                        "security",
                        "goes only with bootstrapServers; the platform's own cluster brings its own")
                .refuseIfAny();
    }

    @Override
    public String target() {
        return "topic " + topic + (bootstrapServers == null ? "" : " at " + bootstrapServers);
    }

    /** What a producer can be shared by. */
    Cluster cluster() {
        return new Cluster(bootstrapServers, security);
    }

    record Cluster(
            @Nullable String bootstrapServers, @Nullable KafkaSecuritySettings security) {}
}
