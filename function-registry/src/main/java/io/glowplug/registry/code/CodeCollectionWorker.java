// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import io.glowplug.registry.loop.PeriodicLoop;
import io.glowplug.registry.wiring.RegistryProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the collector now and then. */
@Component
class CodeCollectionWorker implements SmartLifecycle {

    private final PeriodicLoop loop;

    CodeCollectionWorker(CodeCollector collector, RegistryProperties properties) {
        this.loop = new PeriodicLoop("code-collection", properties.codeCollectionInterval(), collector::collect);
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
}
