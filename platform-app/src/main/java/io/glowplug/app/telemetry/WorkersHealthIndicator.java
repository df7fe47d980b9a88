// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.telemetry;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Up while every loop of the platform runs, the dispatcher's above all. */
@Component("workers")
class WorkersHealthIndicator implements HealthIndicator {

    private final ListableBeanFactory beans;

    WorkersHealthIndicator(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public Health health() {
        Map<String, Boolean> running = new TreeMap<>();
        beans.getBeansOfType(SmartLifecycle.class, false, false).forEach((name, worker) -> {
            if (worker.getClass().getName().startsWith("io.glowplug.") && worker.isAutoStartup()) {
                running.put(name, worker.isRunning());
            }
        });
        boolean all = running.values().stream().allMatch(Boolean::booleanValue);
        return (all ? Health.up() : Health.down()).withDetails(running).build();
    }
}
