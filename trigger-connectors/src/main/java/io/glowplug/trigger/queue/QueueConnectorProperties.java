// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this node reads queues, and what the events say of where it is.
 *
 * @param maxOpenInvocations how many events of one trigger may wait or run before it leaves messages in the queue;
 *     default 200
 * @param region as in the event's {@code awsRegion}; default us-east-1
 * @param account as in the event's ARN; default 000000000000
 */
@ConfigurationProperties("glowplug.trigger.queue")
record QueueConnectorProperties(
        @DefaultValue("200") int maxOpenInvocations,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("000000000000") String account) {

    QueueConnectorProperties {
        if (maxOpenInvocations < 1) {
            throw new IllegalArgumentException("glowplug.trigger.queue.max-open-invocations must be at least 1");
        }
    }
}
