// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import org.jspecify.annotations.Nullable;

/** The platform's own Kafka cluster is not to be had now. The message is written for the user. */
public final class KafkaClusterException extends RuntimeException {

    public KafkaClusterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
