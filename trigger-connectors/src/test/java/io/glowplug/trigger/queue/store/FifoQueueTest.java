// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.testing.TestPostgres;
import io.glowplug.trigger.MessageDraft;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueMessage;
import io.glowplug.trigger.QueueMessages.VisibilityChange;
import io.glowplug.trigger.QueueSettings;
import io.glowplug.trigger.QueueSettings.DeduplicationScope;
import io.glowplug.trigger.QueueSettings.RedriveAllowance;
import io.glowplug.trigger.ReceiptResult;
import io.glowplug.trigger.SendResult;
import io.glowplug.trigger.contract.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FifoQueueTest {

    private static final HikariDataSource POOL = TestPostgres.freshDatabase();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final QueueRig rig = new QueueRig(POOL, clock);

    @AfterEach
    void stop() {
        rig.close();
    }

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Test
    void aGroupWaitsWhileMessagesOfItAreInFlightAndOthersGoOn() {
        QueueDefinition queue = rig.fifo();
        rig.send(queue, "a", "a1", "a2", "a3");
        rig.send(queue, "b", "b1");

        List<QueueMessage> first = rig.receive(queue, 2);
        assertThat(first).extracting(QueueMessage::body).containsExactly("a1", "a2");
        assertThat(rig.receive(queue, 10)).extracting(QueueMessage::body).containsExactly("b1");
        assertThat(rig.receive(queue, 10)).isEmpty();

        delete(queue, first.get(1));
        assertThat(rig.receive(queue, 10)).isEmpty();
        delete(queue, first.get(0));
        assertThat(rig.receive(queue, 10)).extracting(QueueMessage::body).containsExactly("a3");
    }

    @Test
    void whatIsNotDeletedComesAgainInItsPlace() {
        QueueDefinition queue = rig.fifo();
        rig.send(queue, "a", "a1", "a2", "a3");
        List<QueueMessage> first = rig.receive(queue, 2);
        delete(queue, first.get(1));
        clock.advance(Duration.ofSeconds(30));

        List<QueueMessage> second = rig.receive(queue, 10);

        assertThat(second).extracting(QueueMessage::body).containsExactly("a1", "a3");
        assertThat(second).extracting(QueueMessage::sequenceNumber).isSorted();
        assertThat(rig.messages()
                        .changeVisibility(
                                queue.name(),
                                second.stream()
                                        .map(message ->
                                                new VisibilityChange(String.valueOf(message.receiptHandle()), 0))
                                        .toList()))
                .containsOnly(ReceiptResult.DONE);
        assertThat(rig.receive(queue, 1)).extracting(QueueMessage::body).containsExactly("a1");
    }

    @Test
    void anIdCountsOnceInFiveMinutesAlsoAfterItsMessageIsGone() {
        QueueDefinition queue = rig.fifo();
        MessageDraft draft = new MessageDraft("one", null, Map.of(), "a", "id");
        SendResult.Sent first = rig.send(queue, List.of(draft, draft)).getFirst();
        delete(queue, rig.receive(queue, 10).getFirst());
        SendResult.Sent again = rig.send(queue, List.of(draft)).getFirst();

        assertThat(first.duplicate()).isFalse();
        assertThat(again.duplicate()).isTrue();
        assertThat(again.messageId()).isEqualTo(first.messageId());
        assertThat(again.sequenceNumber()).isEqualTo(first.sequenceNumber());
        assertThat(rig.receive(queue, 10)).isEmpty();

        clock.advance(Duration.ofMinutes(5));
        assertThat(rig.send(queue, List.of(draft)).getFirst().duplicate()).isFalse();
        assertThat(rig.receive(queue, 10)).hasSize(1);
        rig.sweep();
        assertThat(rig.send(queue, List.of(draft)).getFirst().duplicate()).isTrue();
    }

    @Test
    void theBodyCanStandInForAnIdAndAGroupCanBeItsScope() {
        QueueDefinition queue = rig.queue(
                "content-" + System.nanoTime() + ".fifo",
                new QueueSettings(
                        30, 0, 1_024, 3_600, 0, null, RedriveAllowance.ALL, true, DeduplicationScope.MESSAGE_GROUP));
        MessageDraft inA = new MessageDraft("same", null, Map.of(), "a", null);
        MessageDraft inB = new MessageDraft("same", null, Map.of(), "b", null);

        assertThat(rig.send(queue, List.of(inA, inB, inA)))
                .extracting(SendResult.Sent::duplicate)
                .containsExactly(false, false, true);
        assertThat(rig.receive(queue, 10)).hasSize(2);
    }

    @Test
    void manyProducersSendAnIdAtOnceAndOneMessageComesOfIt() throws Exception {
        QueueDefinition queue = rig.fifo();
        List<SendResult.Sent> sent = new CopyOnWriteArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                QueueRig other = new QueueRig(POOL, clock)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                QueueRig node = i % 2 == 0 ? rig : other;
                all.add(threads.submit(() ->
                        sent.addAll(node.send(queue, List.of(new MessageDraft("x", null, Map.of(), "a", "the-id"))))));
            }
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(sent).hasSize(20);
        assertThat(sent.stream().filter(each -> !each.duplicate())).hasSize(1);
        assertThat(sent)
                .extracting(SendResult.Sent::messageId)
                .containsOnly(sent.getFirst().messageId());
        assertThat(rig.receive(queue, 10)).hasSize(1);
    }

    @Test
    void whatIsReceivedTooOftenLeavesItsGroupInOrderAndComesBackInOrder() {
        QueueDefinition dead = rig.fifo();
        QueueDefinition queue = rig.fifo();
        rig.giveUp(queue, 1, dead);
        rig.send(queue, "a", "a1", "a2", "a3");
        assertThat(rig.receive(queue, 2)).hasSize(2);
        clock.advance(Duration.ofSeconds(30));
        assertThat(rig.receive(queue, 10)).extracting(QueueMessage::body).containsExactly("a3");

        assertThat(rig.messages()
                        .look(dead.name(), null, new PageRequest(10, null))
                        .items())
                .extracting(QueueMessage::body)
                .containsExactly("a1", "a2");
        rig.queues().startRedrive(dead.name(), null, null);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        rig.queues().redrives(dead.name()).getFirst().state().equals("completed"));
        assertThat(rig.depth(dead)).isZero();
        clock.advance(Duration.ofSeconds(30));
        // a3 was received once and is given up now.
        assertThat(rig.receive(queue, 10)).extracting(QueueMessage::body).containsExactly("a1", "a2");
    }

    @Test
    void aDelayHidesAWholeGroupInOrder() {
        QueueDefinition queue = rig.queue(
                "delayed-" + System.nanoTime() + ".fifo",
                new QueueSettings(
                        30, 60, 1_024, 3_600, 0, null, RedriveAllowance.ALL, false, DeduplicationScope.QUEUE));
        rig.send(queue, "a", "a1");
        assertThat(rig.receive(queue, 10)).isEmpty();
        clock.advance(Duration.ofSeconds(59));
        rig.send(queue, "a", "a2");
        clock.advance(Duration.ofSeconds(1));
        assertThat(rig.receive(queue, 10)).extracting(QueueMessage::body).containsExactly("a1");
    }

    @Test
    void orderHoldsAmongManyProducersAndConsumersOnTwoNodes() throws Exception {
        QueueDefinition queue = rig.fifo();
        Map<String, List<Integer>> received = new ConcurrentHashMap<>();
        AtomicInteger count = new AtomicInteger();
        int groups = 6;
        int each = 60;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                QueueRig other = new QueueRig(POOL, clock)) {
            List<Future<?>> all = new ArrayList<>();
            for (int group = 0; group < groups; group++) {
                String name = "g" + group;
                QueueRig node = group % 2 == 0 ? rig : other;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < each; i += 3) {
                        node.send(queue, name, name + ":" + i, name + ":" + (i + 1), name + ":" + (i + 2));
                    }
                }));
            }
            for (int consumer = 0; consumer < 6; consumer++) {
                QueueRig node = consumer % 2 == 0 ? rig : other;
                all.add(threads.submit(() -> {
                    while (count.get() < groups * each) {
                        List<QueueMessage> got = node.receive(queue, 5);
                        for (QueueMessage message : got) {
                            int colon = message.body().indexOf(':');
                            received.computeIfAbsent(
                                            message.body().substring(0, colon), _ -> new CopyOnWriteArrayList<>())
                                    .add(Integer.valueOf(message.body().substring(colon + 1)));
                            count.incrementAndGet();
                        }
                        node.messages()
                                .delete(
                                        queue.name(),
                                        got.stream()
                                                .map(message -> String.valueOf(message.receiptHandle()))
                                                .toList());
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(received).hasSize(groups);
        assertThat(received.values())
                .allSatisfy(numbers -> assertThat(numbers).hasSize(each).isSorted());
        assertThat(rig.bean(QueueDatabase.class)
                        .jdbc()
                        .sql("select count(*) from queue_group where queue_id = :id")
                        .param("id", queue.id())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void groupsThatAPurgeEmptiedDoNotStandInFrontOfOthers() {
        QueueDefinition queue = rig.fifo();
        for (int group = 0; group < 12; group++) {
            rig.send(queue, "gone" + group, "gone" + group);
        }
        assertThat(rig.queues().purge(queue.name())).isEqualTo(12);
        clock.advance(Duration.ofSeconds(1));
        rig.send(queue, "a", "a1");
        assertThat(rig.receive(queue, 1)).extracting(QueueMessage::body).containsExactly("a1");
    }

    @Test
    void whatAFifoQueueCannotTakeIsRefusedByName() {
        QueueDefinition queue = rig.fifo();
        refused(queue, new MessageDraft("x", null, Map.of(), null, "id"), "groupId is needed");
        refused(queue, new MessageDraft("x", null, Map.of(), "a", null), "deduplicationId is needed");
        refused(queue, new MessageDraft("x", 5, Map.of(), "a", "id"), "delaySeconds does not apply");
    }

    private void refused(QueueDefinition queue, MessageDraft draft, String reason) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rig.send(queue, List.of(draft)))
                .withMessageStartingWith(reason);
    }

    private void delete(QueueDefinition queue, QueueMessage message) {
        assertThat(rig.messages().delete(queue.name(), List.of(String.valueOf(message.receiptHandle()))))
                .containsExactly(ReceiptResult.DONE);
    }
}
