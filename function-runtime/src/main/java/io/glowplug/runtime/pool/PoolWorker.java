// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.runtime.environment.EnvironmentState;
import io.glowplug.runtime.environment.ExecutionEnvironment;
import io.glowplug.runtime.environment.StopReason;
import io.glowplug.runtime.slot.Slots;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all environments every few milliseconds: ends those whose time is up or that have nothing to do, and starts
 * more where invocations wait or a process should be ready. Deadlines are checked here so that an invocation needs no timer of its own.
 */
final class PoolWorker {

    private static final Logger log = LoggerFactory.getLogger(PoolWorker.class);
    private static final long TICK_MILLIS = 20;
    private static final int TICKS_PER_REAPING = 25;
    private static final Duration END_LIMIT = Duration.ofSeconds(15);

    private final NodeEnvironments environments;
    private final Slots slots;
    private final RuntimeNode.Limits limits;
    private @Nullable ScheduledExecutorService ticker;
    private int ticks;

    PoolWorker(NodeEnvironments environments, Slots slots, RuntimeNode.Limits limits) {
        this.environments = environments;
        this.slots = slots;
        this.limits = limits;
    }

    void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("function-environments").factory());
        var _ = executor.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        ticker = executor;
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            for (ExecutionEnvironment environment : environments.live()) {
                environment.tick(now);
            }
            environments.reconsider();
            slots.tend(environments.saturated());
            if (++ticks % TICKS_PER_REAPING == 0) {
                environments.reap(limits.idle().toNanos());
            }
        } catch (RuntimeException e) {
            log.error("The environments of this node could not be looked after", e);
        }
    }

    /** Takes nothing more, lets running invocations end for a while, then ends every environment. */
    void stop() {
        for (Waiter waiter : environments.close()) {
            waiter.give(new Grant.Settled(EnvironmentPool.shuttingDown()));
        }
        long graceEnds = System.nanoTime() + limits.stopGrace().toNanos();
        while (anyBusy() && graceEnds - System.nanoTime() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
        }
        endAll();
        slots.close();
        if (ticker != null) {
            ticker.shutdownNow();
        }
    }

    private boolean anyBusy() {
        return environments.live().stream()
                .anyMatch(environment -> environment.state() instanceof EnvironmentState.Busy);
    }

    private void endAll() {
        CompletableFuture<?>[] ending = environments.live().stream()
                .peek(environment -> environment.stop(StopReason.PLATFORM_STOPS))
                .map(ExecutionEnvironment::released)
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ending).get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.error("Some environments did not end in time", e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
