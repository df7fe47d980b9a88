// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.ProvisionedConcurrency;
import io.glowplug.registry.loop.PeriodicLoop;
import java.time.Duration;
import java.util.HashMap;
import org.springframework.context.SmartLifecycle;

/** Keeps on this node the environments that are to be kept warm: as many as are asked for, on each node. */
final class ProvisionedEnvironmentsWorker implements SmartLifecycle {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final RuntimeAssembly runtime;
    private final ProvisionedConcurrency provisioned;
    private final PeriodicLoop loop = new PeriodicLoop("provisioned-environments", INTERVAL, this::look);

    ProvisionedEnvironmentsWorker(RuntimeAssembly runtime, ProvisionedConcurrency provisioned) {
        this.runtime = runtime;
        this.provisioned = provisioned;
    }

    private void look() {
        var wanted = new HashMap<FunctionVersion, Integer>();
        provisioned.wanted().forEach(one -> wanted.put(one.version(), one.environments()));
        runtime.provision(wanted);
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

    /** Started after the runtime and stopped before it. */
    @Override
    public int getPhase() {
        return FunctionRuntimeLifecycle.PHASE + 1;
    }
}
