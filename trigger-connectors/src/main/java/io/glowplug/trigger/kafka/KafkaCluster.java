// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import java.util.Map;

/** The platform's own Kafka cluster, for triggers that name none. Provided by the application: external or embedded. */
public interface KafkaCluster {

    /**
     * Returns the client properties that reach the cluster: {@code bootstrap.servers} and what its security asks for.
     * An embedded cluster that is not running is started first; the call returns when it answers, which takes seconds.
     *
     * @throws KafkaClusterException if it cannot be started, with a sentence for the user
     */
    Map<String, String> clientProperties();
}
