// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.dispatch.EmitResult;
import io.glowplug.trigger.SourceContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Finds where each partition is to be read: at its checkpoint, or else at the trigger's starting position. */
final class StartOffsets {

    /** Another node reads this trigger now. */
    static final class LeaseLostException extends RuntimeException {}

    private final SourceContext context;
    private final KafkaSettings settings;
    private final BrokerQuestions broker;
    private final SourceCondition condition;

    StartOffsets(SourceContext context, KafkaSettings settings, BrokerQuestions broker, SourceCondition condition) {
        this.context = context;
        this.settings = settings;
        this.broker = broker;
        this.condition = condition;
    }

    /**
     * Returns where to read each partition. A starting position is worked out once in a partition's life and stored as
     * its checkpoint before it is used: "latest" must not mean something later after the next restart.
     *
     * @throws KafkaException if the broker does not tell
     */
    Map<TopicPartition, Checkpoint> find(Set<TopicPartition> partitions) {
        Map<String, String> stored = context.checkpoints();
        Map<String, Uuid> topicIds = broker.topicIds(topicsOf(partitions));
        Map<TopicPartition, Long> earliest = broker.earliest(partitions);
        // Asked before the look-up by time: what arrives in between lies behind this end or is found by its time.
        Map<TopicPartition, Long> end = broker.end(partitions);
        Map<TopicPartition, Checkpoint> found = new HashMap<>();
        for (TopicPartition partition : partitions) {
            String position = stored.get(partition.toString());
            Checkpoint checkpoint = position == null ? null : Checkpoint.parse(position);
            if (checkpoint != null && checkpoint.topicId().equals(told(topicIds, partition.topic()))) {
                found.put(partition, within(partition, checkpoint, told(earliest, partition), told(end, partition)));
            } else if (checkpoint != null) {
                condition.note("topic made anew", partition + " is not the topic that was read up to " + position);
            }
        }
        Map<TopicPartition, Long> starts = startingPositions(without(partitions, found.keySet()), earliest, end);
        if (!starts.isEmpty()) {
            Map<TopicPartition, Checkpoint> fresh = new HashMap<>();
            starts.forEach((partition, offset) ->
                    fresh.put(partition, new Checkpoint(offset, told(topicIds, partition.topic()))));
            store(fresh);
            found.putAll(fresh);
        }
        return found;
    }

    private Map<TopicPartition, Long> startingPositions(
            Set<TopicPartition> partitions, Map<TopicPartition, Long> earliest, Map<TopicPartition, Long> end) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        return switch (settings.startingPosition()) {
            case EARLIEST ->
                partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), partition -> told(earliest, partition)));
            case LATEST -> from(context.trigger().sourceSince(), partitions, end);
            case TIMESTAMP -> from(Objects.requireNonNull(settings.startingTimestamp()), partitions, end);
        };
    }

    private Map<TopicPartition, Long> from(
            Instant timestamp, Set<TopicPartition> partitions, Map<TopicPartition, Long> end) {
        Map<TopicPartition, Long> found = broker.firstSince(partitions, timestamp);
        found.replaceAll((partition, offset) -> offset < 0 ? told(end, partition) : offset);
        return found;
    }

    /** Returns the checkpoint, or where reading goes on if the topic no longer has it. */
    private Checkpoint within(TopicPartition partition, Checkpoint checkpoint, long earliest, long end) {
        long offset = checkpoint.offset();
        if (offset < earliest) {
            condition.note(
                    "records lost",
                    (earliest - offset) + " offsets of " + partition + " from " + offset
                            + " on were deleted by the topic's retention before they were read");
            return checkpoint.movedTo(earliest);
        }
        if (offset > end) {
            condition.note(
                    "topic cut off",
                    partition + " ends at " + end + ", before the checkpoint " + offset + "; reading goes on there");
            return checkpoint.movedTo(end);
        }
        return checkpoint;
    }

    private void store(Map<TopicPartition, Checkpoint> starts) {
        Map<String, String> checkpoints = new HashMap<>();
        starts.forEach((partition, checkpoint) -> checkpoints.put(partition.toString(), checkpoint.position()));
        switch (context.emit(List.of(), List.of(), checkpoints, 0)) {
            case EmitResult.Accepted _ -> {}
            case EmitResult.LeaseLost _ -> throw new LeaseLostException();
        }
    }

    private static <K, V> V told(Map<K, V> answers, K key) {
        return Objects.requireNonNull(answers.get(key), "the broker answers for all that it was asked for");
    }

    private static Set<String> topicsOf(Set<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    private static Set<TopicPartition> without(Set<TopicPartition> partitions, Set<TopicPartition> found) {
        return partitions.stream()
                .filter(partition -> !found.contains(partition))
                .collect(Collectors.toSet());
    }
}
