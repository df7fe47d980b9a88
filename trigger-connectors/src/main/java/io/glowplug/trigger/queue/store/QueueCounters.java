// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.trigger.QueueDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts what this node does to the messages of each queue. */
@Component
final class QueueCounters {

    private final MeterRegistry registry;

    QueueCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    void sent(QueueDefinition queue, int count) {
        add("glowplug.queue.messages.sent", queue, count);
    }

    void received(QueueDefinition queue, int count) {
        add("glowplug.queue.messages.received", queue, count);
    }

    /** To the dead-letter queue, or because they are too old. */
    void givenUp(QueueDefinition queue, int count) {
        add("glowplug.queue.messages.given.up", queue, count);
    }

    private void add(String name, QueueDefinition queue, int count) {
        if (count > 0) {
            registry.counter(name, "queue", queue.name()).increment(count);
        }
    }

    /** A queue that is gone counts nothing any more. */
    void forget(String queue) {
        registry.getMeters().stream()
                .map(meter -> meter.getId())
                .filter(id -> id.getName().startsWith("glowplug.queue.messages.") && queue.equals(id.getTag("queue")))
                .toList()
                .forEach(registry::remove);
    }
}
