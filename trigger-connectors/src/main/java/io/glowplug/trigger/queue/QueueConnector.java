// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import io.glowplug.dispatch.Hints;
import io.glowplug.dispatch.OnDeadLetter;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.ReceiveOrder;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.queue.store.MessageTaking;
import io.glowplug.trigger.queue.store.QueueDirectory;
import io.glowplug.trigger.queue.store.QueueReaders;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Triggers that read built-in queues. */
@Component
@EnableConfigurationProperties(QueueConnectorProperties.class)
public class QueueConnector implements TriggerConnector<QueueTriggerSettings> {

    private static final BatchSettings DEFAULT_BATCH = new BatchSettings(10, 0, BatchSettings.SINGLE.maxBytes());

    private final QueueDirectory queues;
    private final MessageTaking messages;
    private final QueueReaders readers;
    private final Hints hints;
    private final QueueConnectorProperties properties;

    QueueConnector(
            QueueDirectory queues,
            MessageTaking messages,
            QueueReaders readers,
            Hints hints,
            QueueConnectorProperties properties) {
        this.queues = queues;
        this.messages = messages;
        this.readers = readers;
        this.hints = hints;
        this.properties = properties;
    }

    @Override
    public String kind() {
        return "queue";
    }

    /** Ordered by message groups, in FIFO queues. What is taken is gone from the queue, so nothing can be read again. */
    @Override
    public Set<ConnectorCapability> capabilities() {
        return Set.of(ConnectorCapability.ORDERED, ConnectorCapability.BATCHED);
    }

    @Override
    public BatchSettings defaultBatch() {
        return DEFAULT_BATCH;
    }

    @Override
    public Class<QueueTriggerSettings> settingsType() {
        return QueueTriggerSettings.class;
    }

    @Override
    public void validate(TriggerDefinition trigger, QueueTriggerSettings settings) {
        QueueDefinition queue = queues.hold(settings.queue())
                .orElseThrow(() -> RefusedException.invalid(
                        "settings.queue", "must exist, and " + settings.queue() + " does not"));
        Violations.of()
                .check(
                        queue.fifo() || trigger.delivery().onDeadLetter() == OnDeadLetter.CONTINUE,
                        "ordering.onDeadLetter",
                        "does not apply to standard queues: their messages are in no order")
                .refuseIfAny();
        if (queue.fifo()) {
            refuseSecondReader(trigger, queue);
            Violations.of()
                    .range("batch.size", trigger.batch().size(), 1, ReceiveOrder.MAX_FIFO)
                    .check(
                            trigger.batch().windowSeconds() == 0,
                            "batch.windowSeconds",
                            "does not apply to FIFO queues: what stands in front of a message group is handed over at"
                                    + " once")
                    .refuseIfAny();
        }
    }

    /** Two readers would take turns at a message group, and nothing keeps their functions in its order. */
    private void refuseSecondReader(TriggerDefinition trigger, QueueDefinition queue) {
        readers.of(queue.name()).stream()
                .filter(reader -> !reader.id().equals(trigger.id()))
                .findFirst()
                .ifPresent(reader -> {
                    throw RefusedException.invalid(
                            "settings.queue",
                            "is a FIFO queue, which one trigger can keep in order, and " + reader.name()
                                    + " reads it already");
                });
    }

    @Override
    public TriggerSource open(SourceContext context, QueueTriggerSettings settings) {
        QueueSource source = new QueueSource(
                context,
                new QueueTaking(context, messages, new QueueEventFactory(context, properties)),
                () -> queues.get(settings.queue()),
                hints,
                properties.maxOpenInvocations());
        source.start();
        return source;
    }
}
