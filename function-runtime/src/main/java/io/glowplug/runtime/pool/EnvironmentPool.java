// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionInvoker;
import io.glowplug.runtime.StartCause;
import io.glowplug.runtime.environment.EnvironmentStarter;
import io.glowplug.runtime.environment.ExecutionEnvironment;
import io.glowplug.runtime.environment.InitResult;
import io.glowplug.runtime.environment.RunOrder;
import io.glowplug.runtime.environment.RunResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs invocations: each on its caller's own thread, which waits for an environment, hands the event over and reads the
 * reply. Environments are started on threads of their own, for whoever is first in the queue when they are ready.
 */
final class EnvironmentPool implements FunctionInvoker {

    private static final Logger log = LoggerFactory.getLogger(EnvironmentPool.class);

    /** How long to look again whether something changed, once patience is at its end and an environment on its way. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** An environment that dies at the very moment it is needed is bad luck; three in a row are not. */
    private static final int TRIES = 3;

    /** The reasons of refusals begin as Lambda's: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
    private static final String OVER_RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded: as many"
            + " invocations of the function run as it reserved.";

    private final EnvironmentStarter starter;
    private final RuntimeCatalog catalog;
    private final Duration initLimit;
    private final NodeEnvironments environments;

    EnvironmentPool(EnvironmentStarter starter, RuntimeCatalog catalog, RuntimeNode.Limits limits) {
        this.starter = starter;
        this.catalog = catalog;
        this.initLimit = limits.initialisation();
        this.environments = new NodeEnvironments(
                starter.slots(),
                new ConcurrencyShares(limits.concurrency()),
                (pool, cause) -> Thread.startVirtualThread(() -> start(pool, cause)));
    }

    NodeEnvironments environments() {
        return environments;
    }

    @Override
    public AttemptOutcome invoke(AttemptRequest request) {
        Optional<String> refusal =
                catalog.refusalOf(request.version().configuration().runtime());
        if (refusal.isPresent()) {
            return new AttemptOutcome.Rejected("Runtime.Unavailable", refusal.get());
        }
        long arrived = System.nanoTime();
        for (int tried = 0; tried < TRIES; tried++) {
            AttemptOutcome outcome = tryOnce(new Waiter(request, arrived));
            if (outcome != null) {
                return outcome;
            }
        }
        return new AttemptOutcome.PlatformFailed("Environments ended again and again before they took the event.");
    }

    /** Returns null when the environment had ended before it took the event. */
    private @Nullable AttemptOutcome tryOnce(Waiter waiter) {
        return switch (environments.arrive(waiter)) {
            case NodeEnvironments.Arrival.Served(VersionPool pool, ExecutionEnvironment environment) ->
                run(pool, environment, waiter);
            case NodeEnvironments.Arrival.Queued(VersionPool pool) -> afterWaiting(pool, waiter);
            case NodeEnvironments.Arrival.NeverFits _ ->
                new AttemptOutcome.Rejected(
                        "Runtime.MemoryUnavailable", "This node has less memory for functions than this one needs.");
            case NodeEnvironments.Arrival.Stopped _ -> new AttemptOutcome.Throttled(OVER_RESERVED);
            case NodeEnvironments.Arrival.Closed _ -> shuttingDown();
        };
    }

    private @Nullable AttemptOutcome afterWaiting(VersionPool pool, Waiter waiter) {
        Grant grant = await(pool, waiter);
        if (grant == null) {
            return new AttemptOutcome.PlatformFailed("The wait for an environment was interrupted.");
        }
        return switch (grant) {
            case Grant.Use(ExecutionEnvironment environment) -> run(pool, environment, waiter);
            case Grant.Settled(AttemptOutcome outcome) -> outcome;
            case Grant.RepeatInit(ExecutionEnvironment overran) -> {
                overran.released().join();
                yield runWithInit(pool, waiter);
            }
        };
    }

    private @Nullable Grant await(VersionPool pool, Waiter waiter) {
        long until = waiter.arrivedNanos() + waiter.request().patience().toNanos();
        Grant grant = waiter.awaitUntil(until);
        while (grant == null && !Thread.currentThread().isInterrupted()) {
            String refusal = switch (environments.insist(pool, waiter)) {
                case WAIT_ON -> null;
                case GIVE_UP -> "All environments of this node are at work.";
                case OVER_RESERVED -> OVER_RESERVED;
                case OVER_UNRESERVED ->
                    "ConcurrentInvocationLimitExceeded: as many invocations run as may run of functions that reserved nothing.";
            };
            if (refusal != null) {
                Grant late = waiter.grant();
                return late == null ? new Grant.Settled(new AttemptOutcome.Throttled(refusal)) : late;
            }
            grant = waiter.awaitUntil(System.nanoTime() + LOOK_AGAIN_NANOS);
        }
        if (grant == null) {
            environments.leave(pool, waiter);
            grant = waiter.grant(); // it may have come in this very moment, and must not be lost
        }
        return grant;
    }

    private @Nullable AttemptOutcome run(VersionPool pool, ExecutionEnvironment environment, Waiter waiter) {
        long began = System.nanoTime();
        return runUntil(pool, environment, orderFor(waiter, began, began + timeoutNanos(waiter)), began);
    }

    private @Nullable AttemptOutcome runUntil(
            VersionPool pool, ExecutionEnvironment environment, RunOrder order, long began) {
        return switch (environment.run(order)) {
            case RunResult.Ended(AttemptOutcome outcome) -> {
                long took = System.nanoTime() - began;
                environment.whenAtRest(() -> environments.runEnded(pool, environment, took));
                yield outcome;
            }
            case RunResult.NotTaken _ -> {
                environments.runNotTaken(pool, environment);
                yield null;
            }
        };
    }

    /** Repeats an initialisation that took too long, this time on the invocation's own time. */
    private @Nullable AttemptOutcome runWithInit(VersionPool pool, Waiter waiter) {
        long began = System.nanoTime();
        RunOrder order = orderFor(waiter, began, began + timeoutNanos(waiter));
        ExecutionEnvironment environment;
        try {
            environment =
                    starter.start(pool.version(), StartCause.INIT_REPEATED, Duration.ofNanos(timeoutNanos(waiter)));
        } catch (IOException | RuntimeException e) {
            environments.giveBackMemory(pool);
            return cannotStart(pool, e);
        }
        environments.runsIn(pool, environment);
        environments.started(pool, environment);
        InitResult result = environment.awaitInit();
        if (result instanceof InitResult.Ready) {
            return runUntil(pool, environment, order, began);
        }
        AttemptOutcome outcome = environment.settleInit(result, order);
        environments.runEnded(pool, environment, System.nanoTime() - began);
        return outcome;
    }

    private static RunOrder orderFor(Waiter waiter, long nowNanos, long deadlineNanos) {
        return new RunOrder(waiter.request(), Duration.ofNanos(nowNanos - waiter.arrivedNanos()), deadlineNanos);
    }

    private static long timeoutNanos(Waiter waiter) {
        return TimeUnit.SECONDS.toNanos(
                waiter.request().version().configuration().timeoutSeconds());
    }

    // ---- on threads of their own ----

    private void start(VersionPool pool, StartCause cause) {
        long began = System.nanoTime();
        ExecutionEnvironment environment;
        try {
            environment = starter.start(pool.version(), cause, initLimit);
        } catch (IOException | RuntimeException e) {
            Waiter first = environments.startBroke(pool);
            if (first != null) {
                first.give(new Grant.Settled(cannotStart(pool, e)));
            }
            return;
        }
        environments.started(pool, environment);
        InitResult result = environment.awaitInit();
        long took = System.nanoTime() - began;
        switch (result) {
            case InitResult.Ready _ -> environments.ready(pool, environment, took);
            case InitResult.Failed _ -> failFirst(environments.initFailed(pool, took), environment, result);
            case InitResult.Overran _ -> {
                Waiter first = environments.initOverran(pool, environment, took);
                environment.discardInit(
                        result, first == null ? null : first.request().invocationId());
                if (first != null) {
                    first.give(new Grant.RepeatInit(environment));
                }
            }
            case InitResult.Abandoned _ -> {
                environments.startAbandoned(pool);
                environment.discardInit(result, null);
            }
        }
    }

    private static void failFirst(@Nullable Waiter first, ExecutionEnvironment environment, InitResult result) {
        if (first == null) {
            environment.discardInit(result, null);
            return;
        }
        long now = System.nanoTime();
        first.give(new Grant.Settled(environment.settleInit(result, orderFor(first, now, now))));
    }

    private static AttemptOutcome cannotStart(VersionPool pool, Exception reason) {
        log.error("An environment for {} could not be started", pool.version().functionName(), reason);
        return new AttemptOutcome.PlatformFailed("An environment could not be started: " + reason.getMessage());
    }

    static AttemptOutcome shuttingDown() {
        return new AttemptOutcome.PlatformFailed("This node is shutting down.");
    }
}
