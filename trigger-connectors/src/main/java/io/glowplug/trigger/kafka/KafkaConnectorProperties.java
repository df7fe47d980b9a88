// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this node reads Kafka.
 *
 * @param maxOpenInvocations how many batches of one trigger may wait or run before its partitions are paused; default
 *     200
 * @param probeInterval how often lag and reachability of the brokers are looked up; default 3 s
 * @param secretsDirectory where files with passwords and keys lie that triggers may refer to; unset, they may refer to
 *     none
 */
@ConfigurationProperties("glowplug.trigger.kafka")
record KafkaConnectorProperties(
        @DefaultValue("200") int maxOpenInvocations,
        @DefaultValue("3s") Duration probeInterval,
        @Nullable Path secretsDirectory) {}
