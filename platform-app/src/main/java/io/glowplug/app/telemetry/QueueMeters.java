// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueDepth;
import io.glowplug.trigger.Queues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How full each queue is and how old its oldest message, read at intervals: a scrape must not wait for the database. */
@Component
class QueueMeters extends PeriodicReader {

    private static final Logger log = LoggerFactory.getLogger(QueueMeters.class);

    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final int PAGE = 500;

    private final Queues queues;
    private final InstantSource clock;
    private final MultiGauge messages;
    private final MultiGauge age;

    QueueMeters(Queues queues, InstantSource clock, MeterRegistry registry) {
        super("queue-meters", INTERVAL);
        this.queues = queues;
        this.clock = clock;
        this.messages = MultiGauge.builder("glowplug.queue.messages")
                .description("Messages in the queue: visible, in-flight or delayed")
                .register(registry);
        this.age = MultiGauge.builder("glowplug.queue.oldest.age")
                .description("Age of the oldest message in the queue; 0 if there is none")
                .baseUnit("seconds")
                .register(registry);
    }

    @Override
    void read() {
        try {
            List<MultiGauge.Row<?>> counts = new ArrayList<>();
            List<MultiGauge.Row<?>> ages = new ArrayList<>();
            Instant now = clock.instant();
            String cursor = null;
            do {
                Page<QueueDefinition> page = queues.list(null, new PageRequest(PAGE, cursor));
                List<String> names =
                        page.items().stream().map(QueueDefinition::name).toList();
                Map<String, QueueDepth> depths = names.isEmpty() ? Map.of() : queues.depths(names);
                depths.forEach((name, depth) -> {
                    counts.add(row(name, "visible", depth.visible()));
                    counts.add(row(name, "in-flight", depth.inFlight()));
                    counts.add(row(name, "delayed", depth.delayed()));
                    Instant oldest = depth.oldestSentAt();
                    double seconds = oldest == null
                            ? 0
                            : Math.max(0, Duration.between(oldest, now).toMillis() / 1e3);
                    ages.add(MultiGauge.Row.of(Tags.of("queue", name), seconds));
                });
                cursor = page.nextCursor();
            } while (cursor != null);
            messages.register(counts, true);
            age.register(ages, true);
        } catch (RuntimeException e) {
            // Also reached when the database is away; the next reading has it right.
            log.debug("The queues' depths cannot be read", e);
        }
    }

    private static MultiGauge.Row<Number> row(String queue, String state, long count) {
        return MultiGauge.Row.of(Tags.of("queue", queue, "state", state), count);
    }
}
