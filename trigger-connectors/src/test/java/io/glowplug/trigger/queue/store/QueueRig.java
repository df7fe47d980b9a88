// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.dispatch.Hints;
import io.glowplug.registry.Page;
import io.glowplug.trigger.MessageDraft;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueMessage;
import io.glowplug.trigger.QueueMessages;
import io.glowplug.trigger.QueueSettings;
import io.glowplug.trigger.QueueSettings.DeadLetterRule;
import io.glowplug.trigger.Queues;
import io.glowplug.trigger.ReceiveOrder;
import io.glowplug.trigger.SendResult;
import io.glowplug.trigger.Triggers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The queues of one node on a real database. */
public final class QueueRig implements AutoCloseable {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    public QueueRig(DataSource pool, InstantSource clock) {
        this(pool, clock, new LocalHints());
    }

    public QueueRig(DataSource pool, InstantSource clock, Hints hints) {
        // Not a bean of its own making, so that it is left open.
        context.getBeanFactory().registerSingleton("dataSource", pool);
        context.registerBean(InstantSource.class, () -> clock);
        context.getBeanFactory().registerSingleton("hints", hints);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(Triggers.class, QueueRig::noTriggers);
        context.scan("io.glowplug.trigger.queue.store");
        context.refresh();
    }

    /** A catalogue in which no trigger reads a queue. */
    private static Triggers noTriggers() {
        return (Triggers) Proxy.newProxyInstance(
                Triggers.class.getClassLoader(),
                new Class<?>[] {Triggers.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "list" -> new Page<>(List.of(), null);
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public Queues queues() {
        return bean(Queues.class);
    }

    public QueueMessages messages() {
        return bean(QueueMessages.class);
    }

    void stopWaiting() {
        bean(LongPolls.class).stop();
    }

    void sweep() {
        bean(QueueSweep.class).sweep();
    }

    /** Makes a queue with a name of its own. */
    public QueueDefinition queue() {
        return queue("q-" + UUID.randomUUID(), QueueSettings.DEFAULT);
    }

    public QueueDefinition fifo() {
        return queue("f-" + UUID.randomUUID() + ".fifo", QueueSettings.DEFAULT);
    }

    public QueueDefinition queue(String name, QueueSettings settings) {
        return queues().create(name, settings);
    }

    /** Gives a queue another one as its dead-letter queue. */
    public void giveUp(QueueDefinition queue, int maxReceiveCount, QueueDefinition to) {
        QueueSettings before = queue.settings();
        queues().update(queue.name(), with(before, new DeadLetterRule(to.name(), maxReceiveCount)), null);
    }

    static QueueSettings with(QueueSettings settings, @Nullable DeadLetterRule rule) {
        return new QueueSettings(
                settings.visibilityTimeoutSeconds(),
                settings.delaySeconds(),
                settings.maxMessageBytes(),
                settings.retentionSeconds(),
                settings.receiveWaitSeconds(),
                rule,
                settings.redriveAllow(),
                settings.contentBasedDeduplication(),
                settings.deduplicationScope());
    }

    /** Sends numbered messages to a standard queue. */
    public List<String> send(QueueDefinition queue, int count) {
        List<String> bodies = IntStream.range(0, count)
                .mapToObj(_ -> UUID.randomUUID().toString())
                .toList();
        send(queue, bodies.stream().map(MessageDraft::new).toList());
        return bodies;
    }

    public List<SendResult.Sent> send(QueueDefinition queue, List<MessageDraft> drafts) {
        return messages().send(queue.name(), drafts, "tester").stream()
                .map(result -> switch (result) {
                    case SendResult.Sent sent -> sent;
                    case SendResult.Refused refused -> throw refused.reason();
                })
                .toList();
    }

    /** Sends to a message group of a FIFO queue; each body is its own deduplication id. */
    public void send(QueueDefinition queue, String group, String... bodies) {
        send(
                queue,
                Arrays.stream(bodies)
                        .map(body -> new MessageDraft(body, null, Map.of(), group, body))
                        .toList());
    }

    public List<QueueMessage> receive(QueueDefinition queue, int most) {
        return messages().receive(queue.name(), new ReceiveOrder(most, null, 0));
    }

    public long depth(QueueDefinition queue) {
        return queues().depths(List.of(queue.name())).get(queue.name()).total();
    }

    @Override
    public void close() {
        context.close();
    }
}
