// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Kafka clients of one session: one that reads, one that asks. */
record KafkaClients(Consumer<byte[], byte[]> consumer, Admin admin) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaClients.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final int ANSWER_WITHIN_MS = 5000;

    /**
     * Makes both; they connect when they are used.
     *
     * @throws KafkaException if the properties make no sense to them, such as a host name that is not known
     */
    static KafkaClients open(Map<String, Object> connection, Map<String, Object> reading) {
        Map<String, Object> consuming = new HashMap<>(connection);
        consuming.putAll(reading);
        Map<String, Object> asking = new HashMap<>(connection);
        asking.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        asking.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return new KafkaClients(consumer, Admin.create(asking));
        } catch (KafkaException e) {
            consumer.close(CloseOptions.timeout(CLOSE_PATIENCE));
            throw e;
        }
    }

    /** Leaves the group, so that its partitions are free at once. */
    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                    .withTimeout(CLOSE_PATIENCE));
        } catch (KafkaException e) {
            LOG.debug("the consumer did not close well", e);
        } finally {
            admin.close(CLOSE_PATIENCE);
        }
    }
}
