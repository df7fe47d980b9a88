// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.WakeUp;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Does once a minute what needs no hurry: frees expired idempotency keys, repairs ordering keys that are stuck. */
public final class HousekeepingWorker implements SmartLifecycle {

    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final List<Runnable> chores;
    private final WakeUp stopped = new WakeUp();
    private @Nullable BackgroundLoop loop;

    public HousekeepingWorker(List<Runnable> chores) {
        this.chores = List.copyOf(chores);
    }

    @Override
    public synchronized void start() {
        if (loop == null) {
            loop = BackgroundLoop.start("housekeeping", this::waitAndWork);
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

    private void waitAndWork() {
        if (!stopped.await(BETWEEN)) {
            chores.forEach(Runnable::run);
        }
    }
}
