// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.resolve;

import io.glowplug.registry.catalog.RegistryChanges;
import io.glowplug.registry.loop.PeriodicLoop;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Notices changes that other nodes made. While the database is away the cache goes on serving. */
@Component
class ChangePollWorker implements SmartLifecycle {

    /** Half of the second after which {@link io.glowplug.registry.FunctionResolver} promises to see a change. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final RegistryChanges changes;
    private final CachingFunctionResolver resolver;
    private final CachingProvisionedConcurrency provisioned;
    private final CachingServedFunctions served;
    private final CachingFlowControls flows;
    private final PeriodicLoop loop = new PeriodicLoop("registry-change-poll", INTERVAL, this::poll);
    private long seen = -1;

    ChangePollWorker(
            RegistryChanges changes,
            CachingFunctionResolver resolver,
            CachingProvisionedConcurrency provisioned,
            CachingServedFunctions served,
            CachingFlowControls flows) {
        this.changes = changes;
        this.resolver = resolver;
        this.provisioned = provisioned;
        this.served = served;
        this.flows = flows;
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private void poll() {
        long counter = changes.counter();
        if (counter != seen) {
            resolver.invalidateAll();
            provisioned.invalidate();
            served.invalidate();
            flows.invalidate();
            seen = counter;
        }
    }
}
