// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerStatus;
import io.glowplug.trigger.Triggers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lag and trouble of each trigger, read at intervals, since a scrape must not wait for the database. */
@Component
class TriggerMeters extends PeriodicReader {

    private static final Logger log = LoggerFactory.getLogger(TriggerMeters.class);

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int PAGE = 500;

    private final Triggers triggers;
    private final MultiGauge lag;
    private final MultiGauge problems;
    private final MultiGauge openBreakers;

    TriggerMeters(Triggers triggers, MeterRegistry registry) {
        super("trigger-meters", INTERVAL);
        this.triggers = triggers;
        this.lag = MultiGauge.builder("glowplug.trigger.lag")
                .description("Records or slots that wait at the trigger's source")
                .register(registry);
        this.problems = MultiGauge.builder("glowplug.trigger.problem")
                .description("1 while the trigger's source reports a problem")
                .register(registry);
        this.openBreakers = MultiGauge.builder("glowplug.trigger.circuit.breaker.open")
                .description("1 while the trigger's circuit breaker is not closed")
                .register(registry);
    }

    @Override
    void read() {
        try {
            List<MultiGauge.Row<?>> lags = new ArrayList<>();
            List<MultiGauge.Row<?>> troubles = new ArrayList<>();
            List<MultiGauge.Row<?>> breakers = new ArrayList<>();
            String cursor = null;
            do {
                Page<TriggerDefinition> page = triggers.list(null, null, new PageRequest(PAGE, cursor));
                for (TriggerDefinition trigger : page.items()) {
                    Tags tags = Tags.of("trigger", trigger.name(), "type", trigger.type());
                    TriggerStatus status = triggers.status(trigger.id());
                    long waiting = status.lag().values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
                    lags.add(MultiGauge.Row.of(tags, waiting));
                    troubles.add(MultiGauge.Row.of(tags, status.problem() == null ? 0 : 1));
                    if (status.circuitBreaker() != null) {
                        boolean closed = status.circuitBreaker().state().equals("closed");
                        breakers.add(MultiGauge.Row.of(tags, closed ? 0 : 1));
                    }
                }
                cursor = page.nextCursor();
            } while (cursor != null);
            lag.register(lags, true);
            problems.register(troubles, true);
            openBreakers.register(breakers, true);
        } catch (RuntimeException e) {
            // Also reached when a trigger is removed in between; the next reading has it right.
            log.debug("The triggers' status cannot be read", e);
        }
    }
}
