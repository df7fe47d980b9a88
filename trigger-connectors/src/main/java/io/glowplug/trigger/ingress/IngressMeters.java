// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many requests came, for which trigger, what became of them and how long that took. */
@Component
class IngressMeters {

    private static final String NOBODY = "none";

    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    IngressMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Key(String trigger, String type, String outcome) {}

    void record(@Nullable Receiver receiver, String outcome, long nanos) {
        Key key = receiver == null
                ? new Key(NOBODY, NOBODY, outcome)
                : new Key(receiver.trigger().name(), receiver.trigger().type(), outcome);
        timers.computeIfAbsent(key, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Key key) {
        return Timer.builder("glowplug.ingress.requests")
                .description("Requests on the ingress port, by trigger and by what became of them")
                .tag("trigger", key.trigger())
                .tag("type", key.type())
                .tag("outcome", key.outcome())
                .register(registry);
    }
}
