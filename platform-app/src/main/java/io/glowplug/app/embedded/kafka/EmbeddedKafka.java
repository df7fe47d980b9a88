// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import io.glowplug.trigger.kafka.KafkaCluster;
import io.glowplug.trigger.kafka.KafkaClusterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker of this platform's own: started when first asked for, and again should it end by itself. */
final class EmbeddedKafka implements KafkaCluster, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(2);

    private final BrokerDirectory directory;
    private final KafkaProperties properties;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable BrokerProcess broker;
    private volatile @Nullable String problem;

    EmbeddedKafka(BrokerDirectory directory, KafkaProperties properties) {
        this.directory = directory;
        this.properties = properties;
    }

    @Override
    public Map<String, String> clientProperties() {
        start();
        return directory.clientProperties(properties.port());
    }

    int port() {
        return properties.port();
    }

    /** Returns the running process, or null while there is none. */
    @Nullable
    BrokerProcess process() {
        BrokerProcess present = broker;
        return present != null && present.isAlive() ? present : null;
    }

    /** Returns why the broker is not there although it was asked for, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    private synchronized void start() {
        if (process() != null) {
            return;
        }
        if (closing.getCount() == 0) {
            throw new KafkaClusterException("the platform is stopping", null);
        }
        long begin = System.nanoTime();
        try {
            directory.writeClientFiles(properties.port());
            BrokerProcess started = BrokerProcess.start(
                    BrokerCommand.of(directory.configure(properties.port(), freePort()), properties.port()),
                    directory.logFile(),
                    properties.port(),
                    properties.startTimeout());
            broker = started;
            problem = null;
            Thread.ofVirtual().name("embedded-kafka-watch").start(() -> watch(started));
            log.info(
                    "Embedded Kafka listens on 127.0.0.1:{} after {} ms",
                    properties.port(),
                    (System.nanoTime() - begin) / 1_000_000);
        } catch (KafkaClusterException e) {
            problem = e.getMessage();
            throw e;
        }
    }

    private void watch(BrokerProcess watched) {
        watched.onExit().join();
        try {
            while (!closing.await(RESTART_PAUSE.toMillis(), TimeUnit.MILLISECONDS) && process() == null) {
                log.warn("Embedded Kafka has ended by itself and is started again, see {}", directory.logFile());
                try {
                    start();
                } catch (KafkaClusterException e) {
                    log.warn("Embedded Kafka: {}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new KafkaClusterException("there is no free port for the embedded broker's controller", e);
        }
    }

    /** Stops the broker after what it has is written. */
    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            if (broker != null) {
                broker.stop();
            }
        }
    }
}
