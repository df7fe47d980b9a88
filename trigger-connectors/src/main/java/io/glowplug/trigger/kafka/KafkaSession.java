// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.trigger.BatchSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads with one consumer until it is stopped. Everything here runs on the polling thread, which waits in {@code poll}
 * and nowhere else (but for the end of an emission when partitions are taken away): a partition that has enough
 * buffered, or whose position is not known, is paused, and the polling goes on. So neither a slow function nor a ledger
 * that is away ever makes the broker take this reader for dead.
 */
final class KafkaSession implements ConsumerRebalanceListener {

    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_REVOCATION = Duration.ofSeconds(20);
    private static final long EMISSION_BYTES = 24L * 1024 * 1024;

    private final Consumer<byte[], byte[]> consumer;
    private final RecordIntake intake;
    private final KafkaEventFactory factory;
    private final BatchSettings limits;
    private final LedgerWork work;
    private final KafkaMeters meters;
    private final LedgerThread ledger;
    private final CourtesyCommits commits;
    /** The one that waits longest for its turn first. */
    private final LinkedHashMap<TopicPartition, PartitionBuffer> buffers = new LinkedHashMap<>();

    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private boolean leaseLost;

    KafkaSession(
            Consumer<byte[], byte[]> consumer,
            RecordIntake intake,
            KafkaEventFactory factory,
            BatchSettings limits,
            LedgerWork work,
            KafkaMeters meters) {
        this.consumer = consumer;
        this.intake = intake;
        this.factory = factory;
        this.limits = limits;
        this.work = work;
        this.meters = meters;
        this.ledger = new LedgerThread("kafka-ledger", consumer::wakeup);
        this.commits = new CourtesyCommits(consumer);
    }

    /** Returns the checkpoints of the assigned partitions, kept up to date. For any thread. */
    Map<TopicPartition, Long> positions() {
        return positions;
    }

    /** Makes {@link #run} return soon. For any thread. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    /** Reads until stopped or the lease is lost; broker errors that the consumer does not get over are thrown. */
    void run(KafkaSettings settings) {
        if (settings.topics() != null) {
            consumer.subscribe(settings.topics(), this);
        } else {
            consumer.subscribe(Pattern.compile(String.valueOf(settings.topicPattern())), this);
        }
        try {
            while (!stopping && !leaseLost) {
                settle(ledger.takeOutcome());
                startWork();
                pauseAndResume();
                poll();
            }
        } finally {
            settle(ledger.hurry(LONGEST_CLOSE));
            ledger.close();
            commits.finish();
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            buffers.put(partition, new PartitionBuffer(partition, limits, factory));
            // Any position will do while it is paused; without one the consumer would go and look for a committed one.
            consumer.seek(partition, 0);
        }
        consumer.pause(partitions);
    }

    /** Nothing of these partitions is emitted after this returns, since somebody else may read them then. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            settle(ledger.hurry(LONGEST_REVOCATION));
            buffers.keySet().removeAll(partitions);
            positions.keySet().removeAll(partitions);
            commits.forget(partitions);
        }
    }

    private void poll() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(untilNextDue());
            long now = System.nanoTime();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                PartitionBuffer buffer = buffers.get(new TopicPartition(record.topic(), record.partition()));
                if (buffer != null) {
                    buffer.add(intake.take(record), now);
                }
            }
            records.nextOffsets().forEach((partition, next) -> {
                PartitionBuffer buffer = buffers.get(partition);
                if (buffer != null) {
                    buffer.advanceTo(next.offset());
                }
            });
            meters.read(records);
        } catch (WakeupException _) {
            // Work with the ledger has ended, or this is to stop: the loop looks which.
        } catch (InvalidOffsetException e) {
            e.partitions().forEach(partition -> {
                PartitionBuffer buffer = buffers.get(partition);
                if (buffer != null) {
                    buffer.losePosition();
                    consumer.seek(partition, 0);
                }
            });
        }
    }

    private Duration untilNextDue() {
        if (!ledger.isIdle()) {
            return LONGEST_POLL; // its end wakes the consumer
        }
        long now = System.nanoTime();
        long nanos = buffers.values().stream()
                .mapToLong(buffer -> buffer.nanosUntilDue(now))
                .min()
                .orElse(Long.MAX_VALUE);
        return Duration.ofNanos(Math.min(nanos, LONGEST_POLL.toNanos()));
    }

    private void startWork() {
        if (!ledger.isIdle() || leaseLost) {
            return;
        }
        Map<TopicPartition, PartitionBuffer> lost = buffers.entrySet().stream()
                .filter(entry ->
                        !entry.getValue().isPositioned() && entry.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (!lost.isEmpty()) {
            ledger.start(giveUp -> work.position(lost, giveUp));
            return;
        }
        List<Portion> portions = duePortions();
        if (!portions.isEmpty()) {
            ledger.start(giveUp -> work.store(portions, giveUp));
        }
    }

    private List<Portion> duePortions() {
        long now = System.nanoTime();
        long bytes = 0;
        List<Portion> portions = new ArrayList<>();
        for (PartitionBuffer buffer : buffers.values()) {
            if (bytes < EMISSION_BYTES && buffer.nanosUntilDue(now) == 0) {
                Portion portion = buffer.take(now);
                bytes += portion.bytes();
                portions.add(portion);
            }
        }
        portions.forEach(portion -> buffers.putLast(portion.from().partition(), portion.from()));
        return portions;
    }

    private void settle(@Nullable LedgerOutcome outcome) {
        switch (outcome) {
            case null -> {}
            case LedgerOutcome.LeaseLost _ -> leaseLost = true;
            case LedgerOutcome.NoPositions _ -> {}
            case LedgerOutcome.InDoubt(List<Portion> portions) ->
                portions.forEach(portion -> portion.from().reset());
            case LedgerOutcome.Positions(Map<PartitionBuffer, Checkpoint> starts) -> starts.forEach(this::readFrom);
            case LedgerOutcome.Stored(List<Portion> portions) ->
                portions.forEach(portion -> {
                    portion.from().confirm(portion.checkpoint());
                    publish(portion.from(), portion.checkpoint());
                });
        }
        commits.commitNowAndThen();
    }

    private void readFrom(PartitionBuffer buffer, Checkpoint start) {
        if (isAssigned(buffer)) {
            buffer.position(start);
            consumer.seek(buffer.partition(), start.offset());
            publish(buffer, start);
        }
    }

    private void publish(PartitionBuffer buffer, Checkpoint checkpoint) {
        if (isAssigned(buffer)) {
            positions.put(buffer.partition(), checkpoint.offset());
            commits.add(buffer.partition(), checkpoint.offset());
        }
    }

    /** Tells whether this is the partition's present buffer: it may have been taken away and given back meanwhile. */
    private boolean isAssigned(PartitionBuffer buffer) {
        return buffers.get(buffer.partition()) == buffer;
    }

    private void pauseAndResume() {
        Set<TopicPartition> paused = consumer.paused();
        List<TopicPartition> toPause = new ArrayList<>();
        List<TopicPartition> toResume = new ArrayList<>();
        buffers.forEach((partition, buffer) -> {
            boolean wait = !buffer.isPositioned() || buffer.isFull();
            if (wait != paused.contains(partition)) {
                (wait ? toPause : toResume).add(partition);
            }
        });
        consumer.pause(toPause);
        consumer.resume(toResume);
    }
}
