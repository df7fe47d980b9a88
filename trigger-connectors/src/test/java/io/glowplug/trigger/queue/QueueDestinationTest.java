// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.glowplug.dispatch.Deliveries;
import io.glowplug.dispatch.DeliveryPolicy;
import io.glowplug.dispatch.DeliveryQuery;
import io.glowplug.dispatch.DeliveryStatus;
import io.glowplug.dispatch.DestinationDraft;
import io.glowplug.dispatch.DestinationEdit;
import io.glowplug.dispatch.DestinationOwner.OfFunction;
import io.glowplug.dispatch.Destinations;
import io.glowplug.dispatch.Hints;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueMessage;
import io.glowplug.trigger.queue.store.QueueDirectory;
import io.glowplug.trigger.queue.store.QueueRig;
import io.glowplug.trigger.queue.store.Sending;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Queues as destinations of a real dispatch. */
class QueueDestinationTest {

    private static final DestinationEdit KEEP = new DestinationEdit.Keep();

    private static DispatchNode start(DispatchHarness dispatch) {
        return dispatch.startNode(node -> register(node, dispatch));
    }

    private static void register(AnnotationConfigApplicationContext node, DispatchHarness dispatch) {
        node.registerBean(
                QueueRig.class,
                () -> new QueueRig(node.getBean(DataSource.class), dispatch.clock(), node.getBean(Hints.class)));
        node.registerBean(QueueDestination.class, () -> {
            QueueRig queues = node.getBean(QueueRig.class);
            return new QueueDestination(queues.bean(QueueDirectory.class), queues.bean(Sending.class));
        });
    }

    private static DestinationEdit toQueue(String settings) {
        return new DestinationEdit.Put(
                "onFailure", new DestinationDraft("queue", settings, DeliveryPolicy.DEFAULT, null));
    }

    @Test
    void anOutcomeIsOneMessageWrittenInTheTransactionThatEndsItsDelivery() {
        try (DispatchHarness dispatch = new DispatchHarness()) {
            DispatchNode node = start(dispatch);
            QueueRig queues = node.bean(QueueRig.class);
            QueueDefinition good = queues.fifo();
            QueueDefinition bad = queues.queue();
            node.bean(Destinations.class)
                    .change(
                            new OfFunction("resize"),
                            "resize",
                            toQueue("{\"queue\":\"" + good.name() + "\",\"groupId\":\"resize\"}"),
                            toQueue("{\"queue\":\"" + bad.name() + "\"}"));
            ScriptedFunction function = dispatch.function("resize").retrying(0, 1);
            function.then(ScriptedFunction.failed("Boom"));

            UUID failed = dispatch.accept(function, "{\"n\":1}");
            dispatch.runDue();
            UUID succeeded = dispatch.accept(function, "{\"n\":2}");
            dispatch.runDue();
            dispatch.deliverDue();

            QueueMessage failure = only(queues, bad);
            assertThat(JsonMapper.shared()
                            .readTree(failure.body())
                            .at("/requestContext/condition")
                            .asString())
                    .isEqualTo("RetriesExhausted");
            assertThat(failure.attributes().get("causedByEvent").stringValue()).isEqualTo(failed.toString());
            assertThat(failure.attributes().get("causedByFunction").stringValue())
                    .isEqualTo("resize");
            QueueMessage success = only(queues, good);
            assertThat(success.attributes().get("causedByEvent").stringValue()).isEqualTo(succeeded.toString());
            assertThat(success.groupId()).isEqualTo("resize");
            assertThat(success.deduplicationId()).isEqualTo(succeeded.toString());
            dispatch.assertBalanced();
        }
    }

    @Test
    void outcomesForAQueueThatIsGoneAreKeptAsFailedDeliveries() {
        try (DispatchHarness dispatch = new DispatchHarness()) {
            DispatchNode node = start(dispatch);
            QueueRig queues = node.bean(QueueRig.class);
            QueueDefinition queue = queues.queue();
            node.bean(Destinations.class)
                    .change(new OfFunction("resize"), "resize", toQueue("{\"queue\":\"" + queue.name() + "\"}"), KEEP);
            queues.queues().delete(queue.name(), null);

            dispatch.accept(dispatch.function("resize"), "{}");
            dispatch.runDue();
            dispatch.deliverDue();

            assertThat(node.bean(Deliveries.class)
                            .list(
                                    new DeliveryQuery(null, null, DeliveryStatus.FAILED, null, null, null, null),
                                    new PageRequest(10, null))
                            .items())
                    .singleElement()
                    .satisfies(delivery -> assertThat(delivery.lastError()).contains("There is no queue"));
        }
    }

    @Test
    void aDestinationThatCouldNotTakeAnythingIsRefused() {
        try (DispatchHarness dispatch = new DispatchHarness()) {
            DispatchNode node = start(dispatch);
            QueueRig queues = node.bean(QueueRig.class);
            QueueDestination destination = node.bean(QueueDestination.class);
            String fifo = queues.fifo().name();
            String standard = queues.queue().name();

            refuses(destination, new QueueDestinationSettings("nowhere", null), "queue must exist");
            refuses(destination, new QueueDestinationSettings(fifo, null), "groupId is needed");
            refuses(destination, new QueueDestinationSettings(standard, "group"), "groupId does not apply");
            refuses(destination, new QueueDestinationSettings(fifo, "two words"), "groupId must be");
            destination.validate(new QueueDestinationSettings(fifo, "group"));
            assertThat(new QueueDestinationSettings(standard, null).target()).isEqualTo("queue " + standard);
        }
    }

    private static void refuses(QueueDestination destination, QueueDestinationSettings settings, String reason) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> destination.validate(settings))
                .withMessageStartingWith(reason);
    }

    private static QueueMessage only(QueueRig queues, QueueDefinition queue) {
        List<QueueMessage> messages = queues.messages()
                .look(queue.name(), null, new PageRequest(10, null))
                .items();
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }
}
