// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.trigger.kafka.SourceCondition.Trouble;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Looks up, beside the polling, how far the partitions reach and whether the brokers answer at all: a consumer waits
 * for lost brokers without a word.
 */
final class BrokerProbe {

    private final KafkaSettings settings;
    private final BrokerQuestions broker;
    private final Map<TopicPartition, Long> positions;
    private final SourceCondition condition;

    /**
     * Makes the probe.
     *
     * @param positions the checkpoints of the assigned partitions; changed by another thread at any time
     */
    BrokerProbe(
            KafkaSettings settings,
            BrokerQuestions broker,
            Map<TopicPartition, Long> positions,
            SourceCondition condition) {
        this.settings = settings;
        this.broker = broker;
        this.positions = positions;
        this.condition = condition;
    }

    void look() {
        try {
            Map<TopicPartition, Long> read = Map.copyOf(positions);
            lookForTopics();
            if (!read.isEmpty()) {
                condition.lag(lag(read, broker.committedEnd(read.keySet())));
            }
            condition.clear(Trouble.BROKER);
            condition.clear(Trouble.ACCESS);
        } catch (KafkaException e) {
            condition.raise(isRefusal(e) ? Trouble.ACCESS : Trouble.BROKER, "last error: " + e.getMessage());
        }
    }

    private static boolean isRefusal(KafkaException e) {
        return e.getCause() instanceof AuthenticationException || e.getCause() instanceof AuthorizationException;
    }

    private void lookForTopics() {
        List<String> named = settings.topics();
        String wanted;
        if (named != null) {
            wanted = String.join(", ", broker.missing(Set.copyOf(named)));
        } else {
            Pattern pattern = Pattern.compile(String.valueOf(settings.topicPattern()));
            boolean found = broker.topicNames().stream()
                    .anyMatch(topic -> pattern.matcher(topic).matches());
            wanted = found ? "" : "matching " + pattern;
        }
        if (wanted.isEmpty()) {
            condition.clear(Trouble.TOPIC);
        } else {
            condition.raise(Trouble.TOPIC, "there is no topic " + wanted + " yet; it is read as soon as there is");
        }
    }

    private static Map<String, Long> lag(Map<TopicPartition, Long> read, Map<TopicPartition, Long> ends) {
        Map<String, Long> lag = new HashMap<>();
        ends.forEach((partition, end) ->
                lag.put(partition.toString(), Math.max(0, end - read.getOrDefault(partition, end))));
        return lag;
    }
}
