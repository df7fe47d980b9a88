// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code queue} connector: hands the messages of built-in queues to a function, and writes outcomes into queues.
 *
 * <p>Start at {@link io.glowplug.trigger.queue.QueueConnector}; a running trigger is a {@code QueueSource}. {@link
 * io.glowplug.trigger.queue.QueueDestination} is the other direction. The queues themselves, which need no trigger, are
 * in {@code queue.store}.
 *
 * <p>Order: messages of one message group of a FIFO queue reach the function one batch after another (the group is the
 * ordering key); standard queues promise none. Duplicates: none between queue and ledger, whatever crashes, because
 * messages are deleted in the transaction that stores their event. So there is no checkpoint.
 *
 * <p>Invariant: a message is in the queue or in the ledger, never in both and never in neither; the queue counts no
 * receiving for it.
 */
@NullMarked
package io.glowplug.trigger.queue;

import org.jspecify.annotations.NullMarked;
