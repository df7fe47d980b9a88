// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import io.glowplug.dispatch.Hints;
import io.glowplug.trigger.MessageDraft;
import io.glowplug.trigger.QueueMessage;
import io.glowplug.trigger.QueueMessages;
import io.glowplug.trigger.QueueSettings;
import io.glowplug.trigger.Queues;
import io.glowplug.trigger.ReceiptResult;
import io.glowplug.trigger.ReceiveOrder;
import io.glowplug.trigger.SendResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The platform's queues in this process, on a database of their own. */
public final class GlowplugMessages implements MessageQueue {

    private static final int CONNECTIONS = 10;
    private static final String NAME = "orders";

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final QueueMessages messages;

    public GlowplugMessages(String url) {
        Flyway.configure().dataSource(url, null, null).load().migrate();
        context.registerBean("dataSource", DataSource.class, () -> Pools.of(url, CONNECTIONS));
        context.registerBean(InstantSource.class, InstantSource::system);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(Hints.class, NobodyListens::new);
        context.scan("io.glowplug.trigger.queue.store");
        context.refresh();
        context.getBean(Queues.class).create(NAME, QueueSettings.DEFAULT);
        messages = context.getBean(QueueMessages.class);
    }

    @Override
    public void send(int batch) {
        List<SendResult> results = messages.send(NAME, Collections.nCopies(batch, new MessageDraft(BODY)), "bench");
        if (!results.stream().allMatch(SendResult.Sent.class::isInstance)) {
            throw new IllegalStateException("not accepted: " + results);
        }
    }

    @Override
    public int work(int batch) {
        List<QueueMessage> received = messages.receive(NAME, new ReceiveOrder(batch, null, 0));
        if (!received.isEmpty()) {
            List<ReceiptResult> deleted = messages.delete(
                    NAME,
                    received.stream()
                            .map(message -> String.valueOf(message.receiptHandle()))
                            .toList());
            if (!deleted.stream().allMatch(result -> result == ReceiptResult.DONE)) {
                throw new IllegalStateException("not deleted: " + deleted);
            }
        }
        return received.size();
    }

    @Override
    public void close() {
        context.close();
    }

    private static final class NobodyListens implements Hints {
        @Override
        public void raise(String topic) {}

        @Override
        public Listening listen(String topic, Runnable listener) {
            return () -> {};
        }
    }
}
