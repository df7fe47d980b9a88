// SPDX-License-Identifier: Apache-2.0
/**
 * Which Kafka cluster is the platform's own: an external one, or a real broker inside the data directory. Start at
 * {@link io.glowplug.app.embedded.kafka.KafkaClusterConfiguration}.
 *
 * <p>The broker is a process of its own ({@code BrokerMain}), started by {@code EmbeddedKafka} when the first trigger
 * asks for it. It keeps its topics across restarts and lets in only who knows the password, over the loopback device.
 *
 * <p>Invariant: the broker lives no longer than the platform that started it, and two never write to one directory.
 */
@NullMarked
package io.glowplug.app.embedded.kafka;

import org.jspecify.annotations.NullMarked;
