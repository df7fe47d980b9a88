// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.testing.TestPostgres;
import io.glowplug.trigger.MessageAttribute;
import io.glowplug.trigger.MessageDraft;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueMessage;
import io.glowplug.trigger.QueueMessages.VisibilityChange;
import io.glowplug.trigger.ReceiptResult;
import io.glowplug.trigger.ReceiveOrder;
import io.glowplug.trigger.SendResult;
import io.glowplug.trigger.contract.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandardQueueTest {

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
    void aMessageIsReceivedWithAllThatWasSentAndGoneOnceItIsDeleted() {
        QueueDefinition queue = rig.queue();
        MessageDraft draft = new MessageDraft(
                "Grüße 🎈\n",
                null,
                Map.of(
                        "colour", new MessageAttribute("String.paint", "blau", null),
                        "count", new MessageAttribute("Number", "-1.5e3", null),
                        "raw", new MessageAttribute("Binary", null, "AAEC")),
                null,
                null);
        SendResult.Sent sent = rig.send(queue, List.of(draft)).getFirst();

        QueueMessage message = rig.receive(queue, 10).getFirst();

        assertThat(message.messageId()).isEqualTo(sent.messageId());
        assertThat(message.body()).isEqualTo(draft.body());
        assertThat(message.attributes()).isEqualTo(draft.attributes());
        assertThat(message.md5OfBody()).isEqualTo(sent.md5OfBody());
        assertThat(message.md5OfAttributes()).isEqualTo(sent.md5OfAttributes()).isNotNull();
        assertThat(message.receiveCount()).isEqualTo(1);
        assertThat(message.sender()).isEqualTo("tester");
        assertThat(message.sentAt()).isEqualTo(clock.instant());
        assertThat(rig.receive(queue, 10)).isEmpty();
        assertThat(delete(queue, message)).isEqualTo(ReceiptResult.DONE);
        assertThat(delete(queue, message)).isEqualTo(ReceiptResult.GONE);
        clock.advance(Duration.ofHours(1));
        assertThat(rig.receive(queue, 10)).isEmpty();
    }

    /** The example of the reference: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
    @Test
    void digestsAreThoseThatClientsOfSqsCheck() {
        assertThat(MessageDigests.md5("This is a test message")).isEqualTo("fafb00f5732ab283681e124bf8747ed1");
        assertThat(MessageDigests.md5(Map.of(
                        "my_attribute_name_1", new MessageAttribute("String", "my_attribute_value_1", null),
                        "my_attribute_name_2", new MessageAttribute("String", "my_attribute_value_2", null))))
                .hasSize(32);
    }

    @Test
    void whatIsNotDeletedComesAgainAndItsFormerReceiptIsStale() {
        QueueDefinition queue = rig.queue();
        rig.send(queue, 1);
        QueueMessage first = rig.receive(queue, 1).getFirst();
        clock.advance(Duration.ofSeconds(29));
        assertThat(rig.receive(queue, 1)).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        QueueMessage second = rig.receive(queue, 1).getFirst();

        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.receiveCount()).isEqualTo(2);
        assertThat(second.firstReceivedAt()).isEqualTo(first.firstReceivedAt());
        assertThat(delete(queue, first)).isEqualTo(ReceiptResult.STALE);
        assertThat(rig.messages().delete(queue.name(), List.of("nonsense", second.receiptHandle() + "")))
                .containsExactly(ReceiptResult.UNKNOWN, ReceiptResult.DONE);
    }

    @Test
    void visibilityIsChangedForTwelveHoursAtMostAndOnlyInFlight() {
        QueueDefinition queue = rig.queue();
        rig.send(queue, 1);
        QueueMessage message = rig.receive(queue, 1).getFirst();

        assertThat(hide(queue, message, 3_600)).isEqualTo(ReceiptResult.DONE);
        clock.advance(Duration.ofMinutes(50));
        assertThat(rig.receive(queue, 1)).isEmpty();
        assertThat(hide(queue, message, 43_200)).isEqualTo(ReceiptResult.TOO_LONG);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> hide(queue, message, 43_201));
        assertThat(hide(queue, message, 0)).isEqualTo(ReceiptResult.DONE);
        assertThat(hide(queue, message, 10)).isEqualTo(ReceiptResult.STALE);
        assertThat(rig.receive(queue, 1)).hasSize(1);
        rig.queues().purge(queue.name());
        assertThat(hide(queue, message, 10)).isEqualTo(ReceiptResult.GONE);
    }

    @Test
    void delaysHideNewMessagesAndDepthsTellThemApart() {
        QueueDefinition queue = rig.queue();
        rig.send(queue, List.of(new MessageDraft("later", 900, Map.of(), null, null), new MessageDraft("now")));
        clock.advance(Duration.ofMinutes(1));
        assertThat(rig.receive(queue, 10)).extracting(QueueMessage::body).containsExactly("now");
        rig.send(queue, 3);

        var depth = rig.queues().depths(List.of(queue.name())).get(queue.name());
        assertThat(depth.visible()).isEqualTo(3);
        assertThat(depth.inFlight()).isEqualTo(1);
        assertThat(depth.delayed()).isEqualTo(1);
        assertThat(depth.oldestSentAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(rig.messages()
                        .look(queue.name(), "delayed", new PageRequest(10, null))
                        .items())
                .extracting(QueueMessage::body)
                .containsExactly("later");

        clock.advance(Duration.ofMinutes(14));
        assertThat(rig.receive(queue, 10))
                .extracting(QueueMessage::body)
                .contains("later")
                .hasSize(5);
    }

    @Test
    void lookingInsideConsumesNothing() {
        QueueDefinition queue = rig.queue();
        List<String> bodies = rig.send(queue, 7);

        var page = rig.messages().look(queue.name(), null, new PageRequest(5, null));
        List<String> seen =
                new ArrayList<>(page.items().stream().map(QueueMessage::body).toList());
        seen.addAll(rig.messages().look(queue.name(), "visible", new PageRequest(5, page.nextCursor())).items().stream()
                .map(QueueMessage::body)
                .toList());

        assertThat(seen).isEqualTo(bodies);
        assertThat(page.items()).allSatisfy(message -> {
            assertThat(message.receiptHandle()).isNull();
            assertThat(message.receiveCount()).isZero();
        });
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rig.messages().look(queue.name(), "lost", new PageRequest(5, null)));
        assertThat(rig.receive(queue, 10)).hasSize(7);
    }

    @Test
    void whatIsReceivedTooOftenGoesToTheDeadLetterQueueAndBackByARedrive() throws Exception {
        QueueDefinition dead = rig.queue();
        QueueDefinition queue = rig.queue();
        rig.giveUp(queue, 2, dead);
        String body = rig.send(queue, 1).getFirst();
        for (int i = 0; i < 2; i++) {
            assertThat(rig.receive(queue, 1)).hasSize(1);
            clock.advance(Duration.ofSeconds(30));
        }
        assertThat(rig.receive(queue, 1)).isEmpty();

        QueueMessage given = rig.receive(dead, 1).getFirst();
        assertThat(given.body()).isEqualTo(body);
        assertThat(given.receiveCount()).isEqualTo(1);
        assertThat(given.deadLetterSource()).isEqualTo(queue.name());
        assertThat(given.sentAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(hide(dead, given, 0)).isEqualTo(ReceiptResult.DONE);
        assertThat(rig.queues().deadLetterSources(dead.name())).containsExactly(queue.name());

        rig.queues().startRedrive(dead.name(), null, null);
        awaitRedrive(dead, "completed");
        QueueMessage again = rig.receive(queue, 1).getFirst();
        assertThat(again.body()).isEqualTo(body);
        assertThat(again.messageId()).isNotEqualTo(given.messageId());
        assertThat(again.receiveCount()).isEqualTo(1);
    }

    @Test
    void aRedriveMovesElsewhereAndSaysWhatHasNowhereToGo() throws Exception {
        QueueDefinition dead = rig.queue();
        QueueDefinition other = rig.queue();
        rig.send(dead, 3);

        rig.queues().startRedrive(dead.name(), null, 100);
        awaitRedrive(dead, "failed");
        assertThat(rig.queues().redrives(dead.name()).getFirst().problem()).startsWith("3 messages stay");

        rig.queues().startRedrive(dead.name(), other.name(), null);
        awaitRedrive(dead, "completed");
        assertThat(rig.queues().redrives(dead.name()).getFirst().moved()).isEqualTo(3);
        assertThat(rig.depth(other)).isEqualTo(3);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rig.queues().startRedrive(dead.name(), dead.name(), null));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rig.queues().startRedrive(dead.name(), null, 501));
    }

    private void awaitRedrive(QueueDefinition queue, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                rig.queues().redrives(queue.name()).getFirst().state())
                        .isEqualTo(state));
    }

    @Test
    void retentionRemovesWhatIsTooOldAndOffersItNoMore() {
        QueueDefinition queue = rig.queue();
        rig.send(queue, 2);
        clock.advance(Duration.ofDays(4));
        List<String> young = rig.send(queue, 1);

        assertThat(rig.receive(queue, 10)).extracting(QueueMessage::body).isEqualTo(young);
        assertThat(rig.depth(queue)).isEqualTo(1);
        assertThat(stored(queue)).isEqualTo(3);
        rig.sweep();
        assertThat(stored(queue)).isEqualTo(1);
    }

    @Test
    void aQueueThatIsRemovedTakesItsMessagesAlongAndRefusesOthers() {
        QueueDefinition queue = rig.queue();
        rig.send(queue, 3);
        rig.queues().delete(queue.name(), null);

        assertThat(stored(queue)).isZero();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> rig.send(queue, 1))
                .returns(Refusal.NOT_FOUND, RefusedException::refusal);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> rig.receive(queue, 1));
    }

    /** Another node still believes in the queue for a second, but what it takes would be lost. */
    @Test
    void nothingIsAcceptedForAQueueThatAnotherNodeHasRemoved() {
        QueueDefinition queue = rig.queue();
        rig.send(queue, 1);
        try (QueueRig other = new QueueRig(POOL, clock)) {
            other.queues().delete(queue.name(), null);
        }
        List<SendResult> results = rig.messages().send(queue.name(), List.of(new MessageDraft("late")), null);

        assertThat(results)
                .singleElement()
                .isInstanceOfSatisfying(
                        SendResult.Refused.class,
                        refused -> assertThat(refused.reason().refusal()).isEqualTo(Refusal.NOT_FOUND));
    }

    @Test
    void aReceiverWaitsForAFirstMessageAndIsWokenByIt() throws Exception {
        QueueDefinition queue = rig.queue();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<QueueMessage>>> waiting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                waiting.add(threads.submit(() -> rig.messages().receive(queue.name(), new ReceiveOrder(1, null, 20))));
            }
            List<String> bodies = rig.send(queue, 5);
            List<String> received = new ArrayList<>();
            for (Future<List<QueueMessage>> each : waiting) {
                received.addAll(each.get(10, TimeUnit.SECONDS).stream()
                        .map(QueueMessage::body)
                        .toList());
            }
            assertThat(received).containsExactlyInAnyOrderElementsOf(bodies);

            Future<List<QueueMessage>> last =
                    threads.submit(() -> rig.messages().receive(queue.name(), new ReceiveOrder(1, null, 20)));
            rig.stopWaiting();
            assertThat(last.get(5, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void noMessageIsHandedToTwoReceiversOrLostAmongManyProducersAndConsumers() throws Exception {
        QueueDefinition queue = rig.queue();
        Set<String> sent = ConcurrentHashMap.newKeySet();
        Map<String, Integer> received = new ConcurrentHashMap<>();
        int each = 400;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int producer = 0; producer < 8; producer++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < each / 10; i++) {
                        sent.addAll(rig.send(queue, 10));
                    }
                }));
            }
            for (int consumer = 0; consumer < 8; consumer++) {
                all.add(threads.submit(() -> {
                    while (received.size() < 8 * each) {
                        List<QueueMessage> got = rig.receive(queue, 10);
                        got.forEach(message -> received.merge(message.body(), 1, Integer::sum));
                        assertThat(rig.messages()
                                        .delete(
                                                queue.name(),
                                                got.stream()
                                                        .map(message -> String.valueOf(message.receiptHandle()))
                                                        .toList()))
                                .allMatch(result -> result == ReceiptResult.DONE);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(received.keySet()).isEqualTo(sent).hasSize(8 * each);
        assertThat(received.values()).containsOnly(1);
        assertThat(stored(queue)).isZero();
    }

    @Test
    void oneBadMessageOfABatchFailsAlone() {
        QueueDefinition queue = rig.queue();

        List<SendResult> results = rig.messages()
                .send(
                        queue.name(),
                        List.of(
                                new MessageDraft("good"),
                                new MessageDraft("grouped", null, Map.of(), "group", null),
                                new MessageDraft("x".repeat(1_048_577)),
                                new MessageDraft("deduplicated", null, Map.of(), null, "id")),
                        null);

        assertThat(results.getFirst()).isInstanceOf(SendResult.Sent.class);
        assertThat(results.subList(1, 4))
                .allSatisfy(result -> assertThat(result).isInstanceOf(SendResult.Refused.class));
        assertThat(((SendResult.Refused) results.get(2)).reason().refusal()).isEqualTo(Refusal.TOO_LARGE);
        assertThat(rig.receive(queue, 10)).extracting(QueueMessage::body).containsExactly("good");
    }

    private ReceiptResult delete(QueueDefinition queue, QueueMessage message) {
        return rig.messages()
                .delete(queue.name(), List.of(String.valueOf(message.receiptHandle())))
                .getFirst();
    }

    private ReceiptResult hide(QueueDefinition queue, QueueMessage message, int seconds) {
        return rig.messages()
                .changeVisibility(
                        queue.name(), List.of(new VisibilityChange(String.valueOf(message.receiptHandle()), seconds)))
                .getFirst();
    }

    private long stored(QueueDefinition queue) {
        return rig.bean(QueueDatabase.class)
                .jdbc()
                .sql("select count(*) from queue_message where queue_id = :id")
                .param("id", queue.id())
                .query(Long.class)
                .single();
    }
}
