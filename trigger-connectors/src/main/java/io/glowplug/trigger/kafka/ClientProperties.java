// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.trigger.TriggerDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/** Works out the properties of a trigger's Kafka clients. They hold secrets and must not be logged or stored. */
final class ClientProperties {

    /** A trigger learns of new topics and partitions within this time. */
    private static final String METADATA_MAX_AGE_MS = "5000";

    /** What one poll brings from all partitions at most; bounds the memory of a trigger. */
    private static final String FETCH_MAX_BYTES = Integer.toString(16 * 1024 * 1024);

    private final @Nullable KafkaCluster cluster;
    private final SecretResolver secrets;

    ClientProperties(@Nullable KafkaCluster cluster, SecretResolver secrets) {
        this.cluster = cluster;
        this.secrets = secrets;
    }

    /** Returns what every client needs to reach the brokers; starts the platform's own cluster if it is asked for. */
    Map<String, Object> connection(TriggerDefinition trigger, KafkaSettings settings) {
        return connection(settings.bootstrapServers(), settings.security(), "glowplug-" + trigger.name());
    }

    /** Returns the same for a cluster, or for the platform's own where no servers are named. */
    Map<String, Object> connection(
            @Nullable String bootstrapServers, @Nullable KafkaSecuritySettings security, String clientId) {
        Map<String, Object> properties = new HashMap<>();
        if (bootstrapServers == null) {
            if (cluster == null) {
                throw new KafkaClusterException("this platform has no Kafka cluster of its own", null);
            }
            properties.putAll(cluster.clientProperties());
        } else {
            properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
            if (security != null) {
                properties.putAll(security(security));
            }
        }
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        properties.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MS);
        return properties;
    }

    /** Returns what the consumer needs beyond the connection. */
    static Map<String, Object> consumer(TriggerDefinition trigger, KafkaSettings settings) {
        String ownName = "glowplug-" + trigger.id();
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, Objects.requireNonNullElse(settings.consumerGroup(), ownName));
        // A trigger has one reader at a time. Under one member name the next reader, after a crash, takes the place of
        // the dead one at once and does not wait for its session to run out.
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ownName);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
        return properties;
    }

    /** Returns the client properties of a user's security settings, secrets included. */
    Map<String, Object> security(KafkaSecuritySettings security) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security.protocol());
        if (security.saslMechanism() != null && security.username() != null && security.password() != null) {
            properties.put(SaslConfigs.SASL_MECHANISM, security.saslMechanism());
            properties.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    JaasLine.of(security.saslMechanism(), security.username(), secrets.resolve(security.password())));
        }
        if (security.truststorePem() != null) {
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, security.truststorePem());
        }
        if (security.keystorePem() != null && security.keystoreKey() != null) {
            properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
            properties.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, security.keystorePem());
            properties.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, secrets.resolve(security.keystoreKey()));
        }
        return properties;
    }
}
