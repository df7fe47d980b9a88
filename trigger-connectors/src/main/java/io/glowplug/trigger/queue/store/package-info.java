// SPDX-License-Identifier: Apache-2.0
/**
 * Built-in queues in PostgreSQL: the rows of queues and messages, and every statement on them.
 *
 * <p>People come in by {@code StoredQueues}, producers and consumers by {@code StoredQueueMessages}, the platform's own
 * readers by {@link io.glowplug.trigger.queue.store.MessageTaking} and its own writers by {@link
 * io.glowplug.trigger.queue.store.Sending}. {@code StandardMessages} and {@code FifoMessages} have the statements of the
 * two kinds of queues; whoever touches messages of a message group has locked its row in {@code MessageGroups}.
 *
 * <p>Invariant: a message is in exactly one queue from the commit that accepted it until the one that deletes it. The
 * instant {@code visible_at} alone says whether it can be received, so a receiver that dies needs no rescuer; a receipt
 * counts until the next receiving.
 */
@NullMarked
package io.glowplug.trigger.queue.store;

import org.jspecify.annotations.NullMarked;
