// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.BatchSettings;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PartitionBufferTest {

    private static final int ONE_MIB = 1024 * 1024;
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final Checkpoint START = new Checkpoint(10, Uuid.ONE_UUID);

    @Test
    void aBatchThatIsFullDoesNotWaitAndWhatIsLeftWaitsForItsWindow() {
        PartitionBuffer buffer = buffer(new BatchSettings(2, 5, ONE_MIB));
        read(buffer, 5, seconds(0));

        assertThat(buffer.nanosUntilDue(seconds(0))).isZero();
        Portion full = buffer.take(seconds(0));
        assertThat(sizes(full)).containsExactly("2", "2");
        assertThat(full.checkpoint()).isEqualTo(START.movedTo(14));

        assertThat(buffer.nanosUntilDue(seconds(1))).isEqualTo(seconds(4));
        Portion rest = buffer.take(seconds(5));
        assertThat(sizes(rest)).containsExactly("1");
        assertThat(rest.checkpoint()).isEqualTo(START.movedTo(15));
        assertThat(buffer.nanosUntilDue(seconds(5))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aWindowOfZeroIsAMomentLong() {
        PartitionBuffer buffer = buffer(new BatchSettings(100, 0, ONE_MIB));
        read(buffer, 1, 0);

        assertThat(buffer.nanosUntilDue(0)).isEqualTo(PartitionBuffer.SHORTEST_WINDOW.toNanos());
    }

    @Test
    void theCheckpointPassesWhatTheFilterTurnedAwayAndOffsetsWithoutRecords() {
        PartitionBuffer buffer = buffer(new BatchSettings(100, 1, ONE_MIB));
        buffer.add(new ReadRecord.FilteredOut(), 0);
        buffer.add(new ReadRecord.FilteredOut(), 0);
        buffer.advanceTo(15);

        Portion portion = buffer.take(seconds(1));

        assertThat(portion.events()).isEmpty();
        assertThat(portion.filtered()).isEqualTo(2);
        assertThat(portion.checkpoint()).isEqualTo(START.movedTo(15));
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void whatTheFilterTurnedAwayIsCountedOnlyWhereTheCheckpointHasPassedIt() {
        PartitionBuffer buffer = buffer(new BatchSettings(2, 5, ONE_MIB));
        buffer.add(new ReadRecord.FilteredOut(), 0);
        buffer.add(record(11), 0);
        buffer.add(new ReadRecord.FilteredOut(), 0);
        buffer.add(record(13), 0);
        buffer.add(new ReadRecord.FilteredOut(), 0);
        buffer.add(record(15), 0);
        buffer.add(new ReadRecord.FilteredOut(), 0);
        buffer.advanceTo(17);

        Portion full = buffer.take(seconds(0));
        assertThat(full.checkpoint()).isEqualTo(START.movedTo(15));
        assertThat(full.filtered()).isEqualTo(3);

        Portion rest = buffer.take(seconds(5));
        assertThat(rest.checkpoint()).isEqualTo(START.movedTo(17));
        assertThat(rest.filtered()).isEqualTo(1);
    }

    @Test
    void aRejectedRecordIsNoPartOfABatchAndHoldsNothingUp() {
        PartitionBuffer buffer = buffer(new BatchSettings(2, 1, ONE_MIB));
        read(buffer, 1, 0);
        ConsumerRecord<byte[], byte[]> bad = new ConsumerRecord<>("t", 0, 11, null, new byte[] {1});
        buffer.add(new ReadRecord.Rejected(11, KafkaEventFactory.rejected(bad, "Type", "message")), 0);
        buffer.advanceTo(12);

        Portion portion = buffer.take(seconds(1));

        assertThat(sizes(portion)).containsExactly("1");
        assertThat(portion.rejected()).hasSize(1);
        assertThat(portion.checkpoint()).isEqualTo(START.movedTo(12));
    }

    @Test
    void whatIsBufferedIsEmittedAtOnceWhenThePositionIsLost() {
        PartitionBuffer buffer = buffer(new BatchSettings(100, 300, ONE_MIB));
        read(buffer, 3, 0);

        buffer.losePosition();

        assertThat(buffer.nanosUntilDue(0)).isZero();
        assertThat(sizes(buffer.take(0))).containsExactly("3");
    }

    @Test
    void readingWaitsWhenTwoBatchesOfBytesAreBuffered() {
        PartitionBuffer buffer = buffer(new BatchSettings(10_000, 300, 2048));
        read(buffer, 2, 0);
        assertThat(buffer.isFull()).isFalse();
        buffer.add(new ReadRecord.Ready(12, 0, Payload.ofUtf8("x".repeat(5000))), 0);
        assertThat(buffer.isFull()).isTrue();

        buffer.reset();
        assertThat(buffer.isFull()).isFalse();
        assertThat(buffer.isPositioned()).isFalse();
    }

    private static PartitionBuffer buffer(BatchSettings limits) {
        PartitionBuffer buffer =
                new PartitionBuffer(PARTITION, limits, new KafkaEventFactory(new PlainEventMapper(ValueFormat.JSON)));
        buffer.position(START);
        return buffer;
    }

    private static void read(PartitionBuffer buffer, int count, long now) {
        for (int n = 0; n < count; n++) {
            buffer.add(record(START.offset() + n), now);
        }
        buffer.advanceTo(START.offset() + count);
    }

    private static ReadRecord record(long offset) {
        return new ReadRecord.Ready(offset, 0, Payload.ofUtf8("{}"));
    }

    private static List<String> sizes(Portion portion) {
        return portion.events().stream()
                .map(TriggerEvent::attributes)
                .map(attributes -> attributes.getOrDefault("records", ""))
                .toList();
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
