// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.DatabaseOutage;
import io.glowplug.registry.loop.PeriodicLoop;
import io.glowplug.registry.wiring.RegistryProperties;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Activates functions right after they were created here, and, by looking now and then, those whose node died before
 * it came to that. A large archive holds up no other.
 */
@Component
class FunctionActivationWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionActivationWorker.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final FunctionActivation activation;
    private final PeriodicLoop loop;
    private final Map<String, Thread> underWay = new ConcurrentHashMap<>();

    FunctionActivationWorker(FunctionActivation activation, RegistryProperties properties) {
        this.activation = activation;
        this.loop = new PeriodicLoop("function-activation", properties.activationInterval(), this::activatePending);
    }

    @TransactionalEventListener
    void changed(FunctionChanged change) {
        loop.wake();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
        underWay.values().forEach(FunctionActivationWorker::await);
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private void activatePending() {
        for (String name : activation.pending()) {
            Thread thread = Thread.ofVirtual().name("activate-" + name).unstarted(() -> activate(name));
            if (underWay.putIfAbsent(name, thread) == null) {
                thread.start();
            }
        }
    }

    private void activate(String name) {
        try {
            activation.activate(name);
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isBehind(e)) {
                LOG.warn("Activation of function {} is tried again", name, e);
            }
        } finally {
            underWay.remove(name);
        }
    }

    private static void await(Thread activation) {
        try {
            if (!activation.join(STOP_PATIENCE)) {
                LOG.warn("{} did not end within {}", activation.getName(), STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
