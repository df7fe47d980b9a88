// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What is asked of the brokers beside reading. Each answer is waited for; without one a {@link KafkaException} tells why. */
final class BrokerQuestions {

    private final Admin admin;

    BrokerQuestions(Admin admin) {
        this.admin = admin;
    }

    Map<TopicPartition, Long> earliest(Set<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    Map<TopicPartition, Long> end(Set<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** Returns the ends up to which a reader of committed records gets. */
    Map<TopicPartition, Long> committedEnd(Set<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    /** Returns the first offsets with that time stamp or a later one, and -1 where there is none. */
    Map<TopicPartition, Long> firstSince(Set<TopicPartition> partitions, Instant timestamp) {
        OffsetSpec spec = OffsetSpec.forTimestamp(timestamp.toEpochMilli());
        return offsets(partitions, spec, IsolationLevel.READ_UNCOMMITTED);
    }

    Map<String, Uuid> topicIds(Set<String> topics) {
        return answer(admin.describeTopics(topics).allTopicNames()).values().stream()
                .collect(Collectors.toMap(TopicDescription::name, TopicDescription::topicId));
    }

    /** Returns those of the topics that do not exist. */
    Set<String> missing(Set<String> topics) {
        Set<String> missing = new TreeSet<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, description) -> {
            try {
                answer(description);
            } catch (KafkaException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                missing.add(topic);
            }
        });
        return missing;
    }

    Set<String> topicNames() {
        return answer(admin.listTopics().names());
    }

    private Map<TopicPartition, Long> offsets(
            Set<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> question =
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> spec));
        Map<TopicPartition, ListOffsetsResultInfo> answer = answer(
                admin.listOffsets(question, new ListOffsetsOptions(isolation)).all());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answer.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new KafkaException(cause.getMessage(), cause);
        }
    }
}
