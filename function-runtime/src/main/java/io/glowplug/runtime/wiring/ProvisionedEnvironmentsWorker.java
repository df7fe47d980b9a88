// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import io.glowplug.registry.DatabaseOutage;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.ProvisionedConcurrency;
import java.util.HashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Keeps on this node the environments that are to be kept warm: as many as are asked for, on each node. */
final class ProvisionedEnvironmentsWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ProvisionedEnvironmentsWorker.class);
    private static final long INTERVAL_MILLIS = 1_000;

    private final RuntimeAssembly runtime;
    private final ProvisionedConcurrency provisioned;
    private @Nullable ScheduledExecutorService looker;

    ProvisionedEnvironmentsWorker(RuntimeAssembly runtime, ProvisionedConcurrency provisioned) {
        this.runtime = runtime;
        this.provisioned = provisioned;
    }

    private void look() {
        try {
            var wanted = new HashMap<FunctionVersion, Integer>();
            provisioned.wanted().forEach(one -> wanted.put(one.version(), one.environments()));
            runtime.provision(wanted);
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isBehind(e)) {
                log.warn("What is to be kept warm is not known, and looked up again in a second", e);
            }
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("provisioned-environments").factory());
        var _ = started.scheduleWithFixedDelay(this::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        looker = started;
    }

    @Override
    public synchronized void stop() {
        if (looker != null) {
            looker.close();
            looker = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return looker != null;
    }

    /** Started after the runtime and stopped before it. */
    @Override
    public int getPhase() {
        return FunctionRuntimeLifecycle.PHASE + 1;
    }
}
