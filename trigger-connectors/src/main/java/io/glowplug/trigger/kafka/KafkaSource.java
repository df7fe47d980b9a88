// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.registry.DatabaseOutage;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.kafka.SourceCondition.Trouble;
import io.glowplug.trigger.loop.PeriodicLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a {@link KafkaSession} alive until closed: whatever ends one, the next begins after a pause that grows. */
final class KafkaSource implements TriggerSource {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_CLOSE = Duration.ofMillis(9500);

    private final SourceContext context;
    private final KafkaSettings settings;
    private final ClientProperties clientProperties;
    private final KafkaConnectorProperties properties;
    private final SourceCondition condition;
    private final KafkaMeters meters;
    private final CountDownLatch closing = new CountDownLatch(1);
    /** Not a virtual thread: the consumer blocks in a selector, which would hold on to a carrier thread. */
    private final Thread thread;

    private @Nullable KafkaSession session;

    KafkaSource(
            SourceContext context,
            KafkaSettings settings,
            ClientProperties clientProperties,
            KafkaConnectorProperties properties,
            MeterRegistry registry) {
        this.context = context;
        this.settings = settings;
        this.clientProperties = clientProperties;
        this.properties = properties;
        this.condition = new SourceCondition(context);
        this.meters = new KafkaMeters(registry, context.trigger().name(), condition);
        this.thread = Thread.ofPlatform()
                .name("kafka-" + context.trigger().name())
                .daemon()
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public SourceHealth health() {
        return condition.health();
    }

    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            if (session != null) {
                session.stop();
            }
        }
        try {
            if (!thread.join(LONGEST_CLOSE)) {
                LOG.warn(
                        "trigger {}: the reader did not end in time",
                        context.trigger().name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        meters.close();
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        do {
            try {
                readUntilStopped();
                return;
            } catch (FencedInstanceIdException e) {
                // The reader of another node has this one's place. If this node still has the lease, it asks again.
                pause = LONGEST_PAUSE;
                condition.raise(Trouble.READING, "another reader has taken this trigger's place in the group");
            } catch (RuntimeException e) {
                if (!DatabaseOutage.isBehind(e)) {
                    LOG.warn("trigger {}: reading failed", context.trigger().name(), e);
                }
                condition.raise(Trouble.READING, reason(e) + "; it is tried again");
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        } while (!closedWithin(pause));
    }

    private void readUntilStopped() {
        Map<String, Object> connection = clientProperties.connection(context.trigger(), settings);
        String servers = String.valueOf(connection.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        try (KafkaClients clients =
                KafkaClients.open(connection, ClientProperties.consumer(context.trigger(), settings))) {
            BrokerQuestions broker = new BrokerQuestions(clients.admin());
            KafkaSession reading = session(clients, broker, KafkaEventMapper.of(settings, servers));
            BrokerProbe probe = new BrokerProbe(settings, broker, reading.positions(), condition);
            PeriodicLoop probing = new PeriodicLoop("kafka-probe", properties.probeInterval(), probe::look);
            if (!begin(reading)) {
                return;
            }
            probing.start();
            try {
                reading.run(settings);
            } finally {
                end();
                probing.stop();
            }
        }
    }

    private KafkaSession session(KafkaClients clients, BrokerQuestions broker, KafkaEventMapper mapper) {
        KafkaEventFactory factory = new KafkaEventFactory(mapper);
        StartOffsets startOffsets = new StartOffsets(context, settings, broker, condition);
        return new KafkaSession(
                clients.consumer(),
                new RecordIntake(context, mapper, factory),
                factory,
                context.trigger().batch(),
                new LedgerWork(context, condition, startOffsets, properties.maxOpenInvocations()),
                meters);
    }

    private synchronized boolean begin(KafkaSession next) {
        session = next;
        return closing.getCount() > 0;
    }

    private synchronized void end() {
        session = null;
    }

    private boolean closedWithin(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Kafka wraps what is wrong with a client's properties in a text that says nothing. */
    private static String reason(RuntimeException e) {
        Throwable telling = e instanceof KafkaException && e.getCause() != null ? e.getCause() : e;
        return switch (e) {
            case KafkaException _, KafkaClusterException _, RefusedException _ -> String.valueOf(telling.getMessage());
            case RuntimeException other -> other.getClass().getSimpleName();
        };
    }
}
