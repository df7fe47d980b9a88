// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Triggers that read Kafka topics. */
@Component
@EnableConfigurationProperties(KafkaConnectorProperties.class)
public class KafkaConnector implements TriggerConnector<KafkaSettings> {

    private final KafkaConnectorProperties properties;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final @Nullable KafkaCluster cluster;
    private final ClientProperties clientProperties;

    KafkaConnector(
            KafkaConnectorProperties properties,
            MeterRegistry meters,
            InstantSource clock,
            ObjectProvider<KafkaCluster> cluster) {
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
        this.cluster = cluster.getIfAvailable();
        SecretResolver secrets = new SecretResolver(System.getenv(), properties.secretsDirectory());
        this.clientProperties = new ClientProperties(this.cluster, secrets);
    }

    @Override
    public String kind() {
        return "kafka";
    }

    @Override
    public Set<ConnectorCapability> capabilities() {
        return Set.of(ConnectorCapability.values());
    }

    @Override
    public Class<KafkaSettings> settingsType() {
        return KafkaSettings.class;
    }

    @Override
    public void validate(TriggerDefinition trigger, KafkaSettings settings) {
        if (settings.bootstrapServers() == null && cluster == null) {
            throw RefusedException.invalid(
                    "settings.bootstrapServers", "is needed: this platform has no Kafka cluster of its own");
        }
        if (settings.startingTimestamp() != null && settings.startingTimestamp().isAfter(clock.instant())) {
            throw RefusedException.invalid("settings.startingTimestamp", "must not lie in the future");
        }
        if (settings.security() != null) {
            clientProperties.security(settings.security());
        }
    }

    @Override
    public TriggerSource open(SourceContext context, KafkaSettings settings) {
        KafkaSource source = new KafkaSource(context, settings, clientProperties, properties, meters);
        source.start();
        return source;
    }
}
