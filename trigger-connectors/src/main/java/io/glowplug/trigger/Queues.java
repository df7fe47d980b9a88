// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people do to queues. What is not carried out throws {@link io.glowplug.registry.RefusedException} and leaves
 * nothing behind. Other nodes act by a change within a second.
 */
public interface Queues {

    /**
     * Makes a queue.
     *
     * @param name 1 to 80 letters, digits, hyphens and underscores; one that ends in {@code .fifo} makes a FIFO queue
     */
    QueueDefinition create(String name, QueueSettings settings);

    QueueDefinition get(String name);

    /** Lists queues by name, those that begin with the prefix. */
    Page<QueueDefinition> list(@Nullable String prefix, PageRequest page);

    /** Replaces the settings. */
    QueueDefinition update(String name, QueueSettings settings, @Nullable Long expectedRevision);

    /**
     * Removes the queue and its messages. Refused with {@link io.glowplug.registry.Refusal#CONFLICT} while a trigger
     * reads it, a destination writes to it or a queue has it as its dead-letter queue.
     */
    void delete(String name, @Nullable Long expectedRevision);

    /** Removes every message that was sent before, also those in flight, and returns how many there were. */
    long purge(String name);

    /** Counts the messages of queues; exact as of one instant, and as slow as there are many. */
    Map<String, QueueDepth> depths(Collection<String> names);

    /** Names the queues that give messages up to that one. */
    List<String> deadLetterSources(String name);

    /**
     * Begins to move all messages of a dead-letter queue. It goes on in the background, also after a crash, and a message
     * is moved in one transaction. A moved message is a new one: it has another id and was never received.
     *
     * @param destination null to send each back to the queue that gave it up
     * @param ratePerSecond 1 to 500, or null
     */
    QueueRedrive startRedrive(String name, @Nullable String destination, @Nullable Integer ratePerSecond);

    /** Lists the redrives of a dead-letter queue, newest first, at most 50; ended ones are kept for two weeks. */
    List<QueueRedrive> redrives(String name);

    /** Ends a running redrive where it stands. */
    QueueRedrive cancelRedrive(String name, UUID id);
}
