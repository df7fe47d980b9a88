// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.QueueDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The queues as they stood within the last second, so that not every message asks for its queue. What may not be wrong by
 * a second, the statements on messages read themselves: whether the queue is there, its delay, where it gives up to.
 */
@Component
public class QueueDirectory {

    private static final long BELIEVED_NANOS = Duration.ofSeconds(1).toNanos();

    private record Entry(QueueDefinition queue, long readAt) {}

    private final QueueRows rows;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    QueueDirectory(QueueRows rows) {
        this.rows = rows;
    }

    /** Returns the queue; refuses with {@link io.glowplug.registry.Refusal#NOT_FOUND}. */
    public QueueDefinition get(String name) {
        return find(name).orElseThrow(() -> unknown(name));
    }

    public Optional<QueueDefinition> find(String name) {
        long now = System.nanoTime();
        Entry known = entries.get(name);
        if (known != null && now - known.readAt < BELIEVED_NANOS) {
            return Optional.of(known.queue);
        }
        Optional<QueueDefinition> found = rows.find(name);
        found.ifPresentOrElse(queue -> entries.put(name, new Entry(queue, now)), () -> entries.remove(name));
        return found;
    }

    /** Finds the queue as it is, and keeps it from being changed, removed or held until the caller's transaction ends. */
    public Optional<QueueDefinition> hold(String name) {
        return rows.findForUpdate(name);
    }

    /** What was read is not believed any more. */
    void forget(String name) {
        entries.remove(name);
    }

    static RefusedException unknown(String name) {
        return RefusedException.notFound("There is no queue " + name + ".");
    }
}
