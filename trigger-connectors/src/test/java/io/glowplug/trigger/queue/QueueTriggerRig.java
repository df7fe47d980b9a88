// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.Hints;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.contract.DispatchContext;
import io.glowplug.trigger.queue.store.MessageTaking;
import io.glowplug.trigger.queue.store.QueueDirectory;
import io.glowplug.trigger.queue.store.QueueReaders;
import io.glowplug.trigger.queue.store.QueueRig;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A queue trigger over the real dispatch: the messages of a queue reach a scripted function. */
final class QueueTriggerRig implements AutoCloseable {

    static final String FUNCTION = "worker";

    final DispatchHarness dispatch;
    final UUID triggerId = UUID.randomUUID();
    private BatchSettings batch = new BatchSettings(1, 0, BatchSettings.SINGLE.maxBytes());
    private DeliverySettings delivery = DeliverySettings.DEFAULT;
    private @Nullable String filter;

    QueueTriggerRig(DispatchHarness dispatch) {
        this.dispatch = dispatch;
    }

    static QueueConnector connector(QueueRig rig) {
        return connector(rig, 200);
    }

    static QueueConnector connector(QueueRig rig, int maxOpen) {
        return new QueueConnector(
                rig.bean(QueueDirectory.class),
                rig.bean(MessageTaking.class),
                rig.bean(QueueReaders.class),
                rig.bean(Hints.class),
                new QueueConnectorProperties(maxOpen, "us-east-1", "000000000000"));
    }

    QueueTriggerRig batch(int size, int windowSeconds) {
        batch = new BatchSettings(size, windowSeconds, batch.maxBytes(), true, false);
        return this;
    }

    QueueTriggerRig filter(String pattern) {
        filter = pattern;
        return this;
    }

    QueueTriggerRig delivery(DeliverySettings settings) {
        delivery = settings;
        return this;
    }

    /** The queues as that node sees them. */
    static QueueRig queuesOf(DispatchNode node, DispatchHarness dispatch) {
        return new QueueRig(node.bean(DataSource.class), dispatch.clock(), node.bean(Hints.class));
    }

    /** Lets that node read the queue from now on, and no other. */
    TriggerSource open(DispatchNode node, QueueRig queues, QueueDefinition queue) {
        return open(node, queues, queue, 200);
    }

    TriggerSource open(DispatchNode node, QueueRig queues, QueueDefinition queue, int maxOpen) {
        node.triggerLeases().revoke(triggerId);
        TriggerLease lease =
                node.triggerLeases().tryAcquire(triggerId, Duration.ofHours(1)).orElseThrow();
        SourceContext context = new DispatchContext(definition(queue), node.eventSink(), lease, dispatch.clock());
        return connector(queues, maxOpen).open(context, new QueueTriggerSettings(queue.name()));
    }

    TriggerDefinition definition(QueueDefinition queue) {
        return new TriggerDefinition(
                triggerId,
                "orders",
                FUNCTION,
                null,
                "queue",
                "{\"queue\":\"" + queue.name() + "\"}",
                filter,
                batch,
                RetryPolicy.DEFAULT,
                delivery,
                null,
                false,
                null,
                dispatch.clock().instant(),
                0,
                dispatch.clock().instant(),
                dispatch.clock().instant());
    }

    @Override
    public void close() {
        dispatch.close();
    }
}
