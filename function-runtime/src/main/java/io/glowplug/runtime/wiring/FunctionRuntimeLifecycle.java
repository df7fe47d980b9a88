// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import org.springframework.context.SmartLifecycle;

/** Starts and stops the runtime with the application: after everything that invokes functions has stopped. */
final class FunctionRuntimeLifecycle implements SmartLifecycle {

    /** Lower phases stop later. */
    static final int PHASE = DEFAULT_PHASE - 10_000;

    private final RuntimeAssembly assembly;
    private volatile boolean running;

    FunctionRuntimeLifecycle(RuntimeAssembly assembly) {
        this.assembly = assembly;
    }

    @Override
    public void start() {
        assembly.start();
        running = true;
    }

    @Override
    public void stop() {
        if (running) {
            running = false;
            assembly.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
