// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.BatchFailures;
import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.MessageAttribute;
import io.glowplug.trigger.MessageDraft;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.queue.store.QueueRig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class QueueTriggerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static List<String> bodies(String payload) {
        List<String> bodies = new ArrayList<>();
        JsonMapper.shared()
                .readTree(payload)
                .get("Records")
                .forEach(record -> bodies.add(record.get("body").asString()));
        return bodies;
    }

    private static List<String> bodies(ScriptedFunction function) {
        return function.payloads().stream()
                .flatMap(payload -> bodies(payload).stream())
                .toList();
    }

    @Test
    void theFunctionGetsMessagesInTheShapeOfSqs() {
        try (QueueTriggerRig rig = new QueueTriggerRig(new DispatchHarness().inRealTime()).batch(10, 0)) {
            ScriptedFunction function = rig.dispatch.function(QueueTriggerRig.FUNCTION);
            try (QueueRig queues = QueueTriggerRig.queuesOf(rig.dispatch.node(), rig.dispatch)) {
                QueueDefinition queue = queues.fifo();
                queues.send(
                        queue,
                        List.of(new MessageDraft(
                                "hello",
                                null,
                                Map.of("colour", new MessageAttribute("String", "blue", null)),
                                "a",
                                "id-1")));
                try (TriggerSource _ = rig.open(rig.dispatch.node(), queues, queue)) {
                    await().atMost(PATIENCE).until(() -> function.attempts() == 1);
                }
                JsonNode record = JsonMapper.shared()
                        .readTree(function.payloads().getFirst())
                        .get("Records")
                        .get(0);
                assertThat(record.get("messageId").asString()).hasSize(36);
                assertThat(record.get("body").asString()).isEqualTo("hello");
                assertThat(record.get("md5OfBody").asString()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
                assertThat(record.get("md5OfMessageAttributes").asString()).hasSize(32);
                assertThat(record.get("eventSource").asString()).isEqualTo("aws:sqs");
                assertThat(record.get("eventSourceARN").asString())
                        .isEqualTo("arn:aws:sqs:us-east-1:000000000000:" + queue.name());
                assertThat(record.get("awsRegion").asString()).isEqualTo("us-east-1");
                assertThat(record.get("messageAttributes").get("colour").toString())
                        .isEqualTo("{\"stringValue\":\"blue\",\"stringListValues\":[],\"binaryListValues\":[],"
                                + "\"dataType\":\"String\"}");
                JsonNode attributes = record.get("attributes");
                assertThat(attributes.propertyNames())
                        .containsExactlyInAnyOrder(
                                "ApproximateReceiveCount",
                                "SentTimestamp",
                                "SenderId",
                                "ApproximateFirstReceiveTimestamp",
                                "SequenceNumber",
                                "MessageGroupId",
                                "MessageDeduplicationId");
                assertThat(attributes.get("ApproximateReceiveCount").asString()).isEqualTo("1");
                assertThat(attributes.get("SenderId").asString()).isEqualTo("tester");
                assertThat(queues.depth(queue)).isZero();
            }
            rig.dispatch.runDue();
            rig.dispatch.assertBalanced();
        }
    }

    /** Whenever a node dies, a message is in the queue or in the ledger, and its event runs once. */
    @Test
    void nothingIsLostOrDoubledThoughNodesAreKilledWhileTheyTake() {
        try (QueueTriggerRig rig =
                new QueueTriggerRig(new DispatchHarness().inRealTime().with("lease", "2s")).batch(7, 0)) {
            ScriptedFunction function = rig.dispatch.function(QueueTriggerRig.FUNCTION);
            DispatchNode producer = rig.dispatch.node();
            Set<String> sent = new HashSet<>();
            try (QueueRig queues = QueueTriggerRig.queuesOf(producer, rig.dispatch)) {
                QueueDefinition queue = queues.queue();
                for (int death = 0; death < 3; death++) {
                    for (int i = 0; i < 20; i++) {
                        sent.addAll(queues.send(queue, 25));
                    }
                    DispatchNode doomed = rig.dispatch.startNode();
                    QueueRig itsQueues = QueueTriggerRig.queuesOf(doomed, rig.dispatch);
                    TriggerSource source = rig.open(doomed, itsQueues, queue, 1_000);
                    int runBefore = function.attempts();
                    await().atMost(PATIENCE).until(() -> function.attempts() > runBefore + 5);
                    doomed.crash();
                    source.close();
                    itsQueues.close();
                }
                try (TriggerSource _ = rig.open(producer, queues, queue, 1_000)) {
                    await().atMost(PATIENCE)
                            .until(() -> queues.depth(queue) == 0 && rig.dispatch.count("invocation") == 0);
                }
            }
            List<String> stored = rig
                    .dispatch
                    .jdbc()
                    .sql("select convert_from(payload, 'UTF8') from event")
                    .query(String.class)
                    .list()
                    .stream()
                    .flatMap(payload -> bodies(payload).stream())
                    .toList();
            assertThat(stored).doesNotHaveDuplicates().hasSize(1_500);
            assertThat(new HashSet<>(stored)).isEqualTo(sent);
            assertThat(new HashSet<>(bodies(function))).isEqualTo(sent);
            rig.dispatch.assertBalanced();
        }
    }

    @Test
    void aGroupKeepsItsOrderThoughItsBatchesFailInParts() {
        try (QueueTriggerRig rig = new QueueTriggerRig(new DispatchHarness().inRealTime()).batch(10, 0)) {
            rig.dispatch.triggers().batches(rig.triggerId, new BatchFailures(true, false));
            rig.dispatch.triggers().policy(rig.triggerId, new RetryPolicy(3, 0, 0, 3_600));
            Map<String, List<Integer>> done = new ConcurrentHashMap<>();
            Set<String> failedOnce = ConcurrentHashMap.newKeySet();
            rig.dispatch.function(QueueTriggerRig.FUNCTION).answering(request -> {
                String failed = null;
                for (JsonNode record :
                        JsonMapper.shared().readTree(request.payload().utf8()).get("Records")) {
                    String body = record.get("body").asString();
                    int colon = body.indexOf(':');
                    int number = Integer.parseInt(body.substring(colon + 1));
                    if (number % 4 == 0 && failedOnce.add(body)) {
                        failed = record.get("messageId").asString();
                        break;
                    }
                    done.computeIfAbsent(body.substring(0, colon), _ -> new CopyOnWriteArrayList<>())
                            .add(number);
                }
                String answer =
                        failed == null ? "{}" : "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + failed + "\"}]}";
                AttemptOutcome.Returned returned = (AttemptOutcome.Returned) ScriptedFunction.returned(request);
                return new AttemptOutcome.Returned(Payload.ofUtf8(answer), returned.report());
            });
            try (QueueRig queues = QueueTriggerRig.queuesOf(rig.dispatch.node(), rig.dispatch)) {
                QueueDefinition queue = queues.fifo();
                for (int i = 0; i < 40; i += 2) {
                    for (String group : List.of("a", "b", "c")) {
                        queues.send(queue, group, group + ":" + i, group + ":" + (i + 1));
                    }
                }
                try (TriggerSource _ = rig.open(rig.dispatch.node(), queues, queue)) {
                    await().atMost(PATIENCE)
                            .until(() -> queues.depth(queue) == 0 && rig.dispatch.count("invocation") == 0);
                }
            }
            assertThat(done).hasSize(3);
            assertThat(done.values())
                    .allSatisfy(numbers -> assertThat(numbers).hasSize(40).isSorted());
            rig.dispatch.assertBalanced();
        }
    }

    @Test
    void aThrottledFunctionUsesUpNoReceiveCountAndTheRestStaysInTheQueue() {
        try (QueueTriggerRig rig = new QueueTriggerRig(new DispatchHarness().inRealTime())) {
            AtomicBoolean room = new AtomicBoolean();
            AtomicInteger refusals = new AtomicInteger();
            rig.dispatch.function(QueueTriggerRig.FUNCTION).answering(request -> {
                if (room.get()) {
                    return ScriptedFunction.returned(request);
                }
                refusals.incrementAndGet();
                return new AttemptOutcome.Throttled("no environment");
            });
            try (QueueRig queues = QueueTriggerRig.queuesOf(rig.dispatch.node(), rig.dispatch)) {
                QueueDefinition dead = queues.queue();
                QueueDefinition queue = queues.queue();
                queues.giveUp(queue, 1, dead);
                queues.send(queue, 50);
                try (TriggerSource source = rig.open(rig.dispatch.node(), queues, queue, 8)) {
                    await().atMost(PATIENCE).until(() -> refusals.get() > 30);
                    assertThat(queues.depth(queue)).isEqualTo(42);
                    assertThat(source.health().problem()).isNull();

                    room.set(true);
                    await().atMost(PATIENCE).until(() -> {
                        rig.dispatch.advance(Duration.ofMinutes(5));
                        return queues.depth(queue) == 0 && rig.dispatch.count("invocation") == 0;
                    });
                }
                assertThat(queues.depth(dead)).isZero();
            }
            assertThat(rig.dispatch.count("dead_letter")).isZero();
            rig.dispatch.assertBalanced();
        }
    }

    @Test
    void aBatchWaitsForItsWindowUnlessItIsFullAndTheFilterSeesTheBodyAsJson() {
        try (QueueTriggerRig rig = new QueueTriggerRig(new DispatchHarness())
                .batch(3, 60)
                .filter("{\"body\":{\"size\":[{\"numeric\":[\">\",1]}]}}")) {
            ScriptedFunction function = rig.dispatch.function(QueueTriggerRig.FUNCTION);
            try (QueueRig queues = QueueTriggerRig.queuesOf(rig.dispatch.node(), rig.dispatch)) {
                QueueDefinition queue = queues.queue();
                queues.send(
                        queue,
                        List.of(
                                new MessageDraft("{\"size\":1}"),
                                new MessageDraft("no JSON"),
                                new MessageDraft("{\"size\":2}"),
                                new MessageDraft("{\"size\":3}")));
                try (TriggerSource _ = rig.open(rig.dispatch.node(), queues, queue)) {
                    await().atMost(PATIENCE).until(() -> function.attempts() == 1);
                    assertThat(bodies(function)).containsExactly("{\"size\":2}");
                    assertThat(queues.depth(queue)).isEqualTo(1);

                    rig.dispatch.advance(Duration.ofMinutes(1));
                    await().atMost(PATIENCE).until(() -> function.attempts() == 2);
                    assertThat(bodies(function)).containsExactly("{\"size\":2}", "{\"size\":3}");
                }
            }
            assertThat(rig.dispatch
                            .jdbc()
                            .sql("select sum(filtered) from ledger_count")
                            .query(Long.class)
                            .single())
                    .isEqualTo(2);
        }
    }

    @Test
    void whatAQueueTriggerCannotKeepIsRefused() {
        try (QueueTriggerRig rig = new QueueTriggerRig(new DispatchHarness());
                QueueRig queues = QueueTriggerRig.queuesOf(rig.dispatch.node(), rig.dispatch)) {
            QueueConnector connector = QueueTriggerRig.connector(queues);
            QueueDefinition fifo = queues.fifo();
            QueueDefinition standard = queues.queue();

            refuses(connector, rig.batch(11, 0), fifo.name(), fifo, "batch.size");
            refuses(connector, rig.batch(10, 1), fifo.name(), fifo, "batch.windowSeconds");
            refuses(connector, rig.batch(10, 0), "nowhere", fifo, "settings.queue must exist");
            refuses(
                    connector,
                    rig.delivery(new DeliverySettings(OnDeadLetter.STOP, null, null)),
                    standard.name(),
                    standard,
                    "ordering.onDeadLetter");
            connector.validate(rig.definition(fifo), new QueueTriggerSettings(fifo.name()));
            assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> new QueueTriggerSettings(" "));
        }
    }

    @Test
    void hasTheDefaultsThatItsDocumentationNames() {
        assertThat(new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("glowplug.trigger.queue", QueueConnectorProperties.class))
                .isEqualTo(new QueueConnectorProperties(200, "us-east-1", "000000000000"));
        assertThat(new Binder(new MapConfigurationPropertySource(Map.of(
                                "glowplug.trigger.queue.max-open-invocations", "7",
                                "glowplug.trigger.queue.region", "r",
                                "glowplug.trigger.queue.account", "a")))
                        .bindOrCreate("glowplug.trigger.queue", QueueConnectorProperties.class))
                .isEqualTo(new QueueConnectorProperties(7, "r", "a"));
    }

    private static void refuses(
            QueueConnector connector, QueueTriggerRig rig, String name, QueueDefinition queue, String reason) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> connector.validate(rig.definition(queue), new QueueTriggerSettings(name)))
                .withMessageStartingWith(reason);
    }
}
