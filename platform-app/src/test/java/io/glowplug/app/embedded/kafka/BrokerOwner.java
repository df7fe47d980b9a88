// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import io.glowplug.app.settings.DataDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** A process that has started a broker, says its process id, and waits to be killed. */
final class BrokerOwner {

    private BrokerOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        DataDirectory data = DataDirectory.open(Path.of(arguments[0]));
        KafkaProperties properties =
                new KafkaProperties(null, null, Integer.parseInt(arguments[1]), Duration.ofMinutes(1));
        EmbeddedKafka kafka = new EmbeddedKafka(BrokerDirectory.of(data), properties);
        kafka.clientProperties();
        System.out.println(Objects.requireNonNull(kafka.process()).pid());
        Thread.currentThread().join();
    }
}
