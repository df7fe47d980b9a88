// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.why;

import io.glowplug.dispatch.flow.FlowRules;
import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.WakeUp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** How long things wait, read at intervals, since a scrape must not wait for the database. */
public final class BacklogMeters implements SmartLifecycle {

    private static final Duration BETWEEN = Duration.ofSeconds(15);

    private final Backlogs backlogs;
    private final FlowRules flows;
    private final InstantSource time;
    private final MultiGauge oldest;
    private final MultiGauge held;
    private final WakeUp stopped = new WakeUp();
    private @Nullable BackgroundLoop loop;

    public BacklogMeters(Backlogs backlogs, FlowRules flows, MeterRegistry meters, InstantSource time) {
        this.backlogs = backlogs;
        this.flows = flows;
        this.time = time;
        this.oldest = MultiGauge.builder("glowplug.dispatch.oldest.waiting")
                .description("For how long the oldest invocation that is due has been waiting")
                .baseUnit("seconds")
                .register(meters);
        this.held = MultiGauge.builder("glowplug.dispatch.flow.held")
                .description("Due invocations that wait because of their function's flow control, or for its next turn")
                .register(meters);
    }

    /** Reads once. */
    void read() {
        Instant now = time.instant();
        List<MultiGauge.Row<?>> ages = backlogs.oldest(now).stream()
                .<MultiGauge.Row<?>>map(row -> MultiGauge.Row.of(
                        Tags.of("function", row.functionName()),
                        Duration.between(row.due(), now).toMillis() / 1000.0))
                .toList();
        List<MultiGauge.Row<?>> counts = backlogs.held(flows.limited().keySet(), now).stream()
                .<MultiGauge.Row<?>>map(row -> MultiGauge.Row.of(Tags.of("function", row.functionName()), row.count()))
                .toList();
        oldest.register(ages, true);
        held.register(counts, true);
    }

    @Override
    public synchronized void start() {
        if (loop == null) {
            loop = BackgroundLoop.start("backlog-meters", this::waitAndRead);
        }
    }

    @Override
    public synchronized void stop() {
        if (loop != null) {
            loop.stop();
            stopped.raise();
            loop.stopAndJoin(Duration.ofSeconds(5));
            loop = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    private void waitAndRead() {
        if (!stopped.await(BETWEEN)) {
            read();
        }
    }
}
