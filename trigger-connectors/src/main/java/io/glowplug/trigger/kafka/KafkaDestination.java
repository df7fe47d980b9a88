// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DestinationType;
import io.glowplug.dispatch.Lineage;
import io.glowplug.dispatch.OutgoingDelivery;
import io.glowplug.registry.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Writes outcomes to topics, keyed by the event's id, so that all outcomes of one event are in one partition. Delivered
 * means that all in-sync replicas have it. At least once: a node that dies before it could write that down sends again.
 */
@Component
public class KafkaDestination implements DestinationType<KafkaDestinationSettings>, DisposableBean {

    private static final int PATIENCE_SECONDS = 25;

    private final @Nullable KafkaCluster cluster;
    private final ClientProperties clientProperties;
    private final SharedProducers producers;

    KafkaDestination(KafkaConnectorProperties properties, ObjectProvider<KafkaCluster> cluster) {
        this.cluster = cluster.getIfAvailable();
        this.clientProperties =
                new ClientProperties(this.cluster, new SecretResolver(System.getenv(), properties.secretsDirectory()));
        this.producers = new SharedProducers(clientProperties);
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Class<KafkaDestinationSettings> settingsType() {
        return KafkaDestinationSettings.class;
    }

    @Override
    public void validate(KafkaDestinationSettings settings) {
        if (settings.bootstrapServers() == null && cluster == null) {
            throw RefusedException.invalid(
                    "bootstrapServers", "is needed: this platform has no Kafka cluster of its own");
        }
        if (settings.security() != null) {
            clientProperties.security(settings.security());
        }
    }

    @Override
    public DeliveryOutcome deliver(OutgoingDelivery delivery, KafkaDestinationSettings settings) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                settings.topic(),
                bytes(delivery.eventId().toString()),
                delivery.document().bytes());
        Lineage.of(delivery).forEach((name, value) -> message.headers().add(name, bytes(value)));
        if (delivery.traceId() != null) {
            message.headers().add("traceId", bytes(delivery.traceId()));
        }
        Producer<byte[], byte[]> producer = null;
        try {
            producer = producers.of(settings.cluster());
            producer.send(message).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return DeliveryOutcome.Delivered.WITHOUT_REPLY;
        } catch (ExecutionException e) {
            return failed(settings, producer, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException | KafkaClusterException e) {
            return failed(settings, producer, e);
        } catch (TimeoutException e) {
            return new DeliveryOutcome.Failed(
                    "Kafka.TimeoutException", "The brokers did not confirm within " + PATIENCE_SECONDS + " s.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DeliveryOutcome.Failed("Kafka.InterruptException", "The node stopped during the try.");
        }
    }

    private DeliveryOutcome failed(
            KafkaDestinationSettings settings, @Nullable Producer<byte[], byte[]> producer, Throwable cause) {
        String type = "Kafka." + cause.getClass().getSimpleName();
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof RecordTooLargeException || cause instanceof InvalidTopicException) {
            return new DeliveryOutcome.Refused(type, message);
        }
        if (producer != null && !(cause instanceof RetriableException)) {
            producers.discard(settings.cluster(), producer);
        }
        return new DeliveryOutcome.Failed(type, message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void destroy() {
        producers.close();
    }
}
