// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code kafka} connector: hands the records of Kafka topics to a function, in batches of one partition.
 *
 * <p>Start at {@link io.glowplug.trigger.kafka.KafkaConnector}; a running trigger is a {@code KafkaSource}, which keeps
 * one {@code KafkaSession} (a consumer and what belongs to it) alive until it is closed. Inside a session two threads
 * share the work: one polls and never waits for anything but the broker, so that the consumer stays in its group; the
 * other talks to the ledger and may wait as long as the function or the database needs.
 *
 * <p>Order: the records of a partition reach the function in their order, one batch after another (ordering key {@code
 * topic-partition}). Duplicates: none between topic and ledger, whatever crashes, because the checkpoint (per
 * partition, the next offset to read) is stored in the transaction that stores the batch, and reading starts there. The
 * offsets committed to the broker are a courtesy for lag displays and are never read.
 *
 * <p>Topics are destinations too: {@code KafkaDestination} writes outcomes to them, through producers that the node's
 * deliveries share. It is here and not in the dispatch because here is what knows Kafka and its clusters.
 *
 * <p>Invariant: an offset below the checkpoint is in the ledger, was turned away by the filter, or was gone from the
 * topic before it could be read (and a note says so).
 */
@NullMarked
package io.glowplug.trigger.kafka;

import org.jspecify.annotations.NullMarked;
