// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import io.glowplug.e2e.faults.Accounts.Written;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records to a topic of the round, and keeps account of those that the broker has confirmed. */
final class Records {

    static final int PARTITIONS = 3;

    private static final int PAUSE_MILLIS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String topic;
    private final Accounts accounts;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private Records(String topic, String broker, Accounts accounts, Random random) {
        this.topic = topic;
        this.accounts = accounts;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker,
                        ProducerConfig.LINGER_MS_CONFIG,
                        "0",
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        "500",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        Long.toString(PATIENCE.toMillis()),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        "5000",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Long.toString(PATIENCE.toMillis())),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread = Thread.ofVirtual().name("records").start(() -> writeUntilStopped(random));
    }

    static void createTopic(Cluster cluster, String topic) {
        try (Admin admin = cluster.broker().admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the topic cannot be made", e);
        }
    }

    static Records start(Cluster cluster, String topic, Accounts accounts, Random random) {
        return new Records(topic, cluster.broker().address(), accounts, random);
    }

    void stop() {
        stopped.countDown();
    }

    /** Ends each partition with a record that passes the filter, and waits until the broker has all. */
    void join() {
        try {
            thread.join();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                send(partition, Instruction.SUCCEED, false);
            }
            producer.flush();
            producer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void writeUntilStopped(Random random) {
        try {
            while (!stopped.await(random.nextInt(PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                boolean filtered = random.nextInt(8) == 0;
                send(random.nextInt(PARTITIONS), Instruction.drawForRecord(random), filtered);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(int partition, Instruction how, boolean filtered) {
        String value = "{\"how\":\"%s\"%s}".formatted(how, filtered ? ",\"skip\":true" : "");
        var _ = producer.send(
                new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)),
                (confirmed, failure) -> {
                    if (failure == null) {
                        accounts.written(new Written(confirmed.partition(), confirmed.offset(), how, filtered));
                    } else {
                        accounts.unwritten();
                    }
                });
    }
}
