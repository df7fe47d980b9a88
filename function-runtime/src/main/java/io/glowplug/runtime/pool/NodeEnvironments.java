// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.RuntimeStatus.Capacity;
import io.glowplug.runtime.StartCause;
import io.glowplug.runtime.environment.EnvironmentState;
import io.glowplug.runtime.environment.ExecutionEnvironment;
import io.glowplug.runtime.environment.StopReason;
import io.glowplug.runtime.slot.MemoryBudget;
import io.glowplug.runtime.slot.Slots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All pools of this node behind one lock: who gets which environment, and when another one is started. */
final class NodeEnvironments {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<PoolKey, VersionPool> pools = new HashMap<>();
    private final Map<ExecutionEnvironment, VersionPool> live = new ConcurrentHashMap<>();

    /** Environments whose memory went over to the invocation that repeats their initialisation. */
    private final Set<ExecutionEnvironment> memoryPassedOn = new HashSet<>();

    private final MemoryBudget budget;
    private final Placement placement;
    private final Starts starts;
    private final ConcurrencyShares shares;
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final ProcessorLoad load = new ProcessorLoad();

    /** A version without any environment for which there is no memory; the environments of others make way for it. */
    private @Nullable VersionPool starved;

    /** Whether somebody waits for another run to end, of whatever function, rather than for memory. */
    private boolean limited;

    private boolean closed;

    /** Begins to start an environment whose memory is reserved, without blocking. */
    interface Starts {
        void begin(VersionPool pool, StartCause cause);
    }

    NodeEnvironments(Slots slots, ConcurrencyShares shares, Starts starts) {
        this.budget = slots.budget();
        this.shares = shares;
        this.starts = starts;
        this.placement = new Placement(slots, pools.values(), live.keySet());
    }

    /** What an invocation is told when it comes. */
    sealed interface Arrival {
        record Served(VersionPool pool, ExecutionEnvironment environment) implements Arrival {}

        record Queued(VersionPool pool) implements Arrival {}

        /** It needs more memory than the node has. */
        record NeverFits() implements Arrival {}

        /** Its function reserved nothing at all, and so is stopped. */
        record Stopped() implements Arrival {}

        record Closed() implements Arrival {}
    }

    Arrival arrive(Waiter waiter) {
        return locked(() -> {
            if (closed) {
                return new Arrival.Closed();
            }
            FunctionVersion version = waiter.request().version();
            if (shares.of(version).isStopped()) {
                return new Arrival.Stopped();
            }
            VersionPool pool = poolOf(version);
            ExecutionEnvironment idle = pool.takeIdle();
            if (idle != null) {
                return new Arrival.Served(pool, idle);
            }
            if (pool.memoryMb() > budget.totalMb()) {
                return new Arrival.NeverFits();
            }
            long now = System.nanoTime();
            pool.enqueue(waiter, now);
            schedule(now);
            return new Arrival.Queued(pool);
        });
    }

    private VersionPool poolOf(FunctionVersion version) {
        PoolKey key = PoolKey.of(version);
        VersionPool known = pools.get(key);
        if (known != null) {
            return known;
        }
        boolean outdated = false;
        for (var other : pools.entrySet()) {
            if (key.replaces(other.getKey())) {
                other.getValue().outdate();
            }
            outdated |= other.getKey().replaces(key);
        }
        var pool = new VersionPool(version, shares.of(version), outdated);
        pools.put(key, pool);
        return pool;
    }

    /** The patience of an invocation is at its end. */
    enum Patience {
        /** An environment is on its way. */
        WAIT_ON,
        /** There is none and can be none. */
        GIVE_UP,
        /** As many of this function run as it reserved. */
        OVER_RESERVED,
        /** As many run as may run of all functions that reserved nothing. */
        OVER_UNRESERVED
    }

    /** Starts an environment for an invocation that cannot wait for a warm one, if there can be one. */
    Patience insist(VersionPool pool, Waiter waiter) {
        return locked(() -> {
            for (int missing = pool.startsUntilReached(waiter); missing > 0 && waiter.grant() == null; missing--) {
                if (pool.offerKept()) {
                    continue;
                }
                if (!pool.mayRunOneMore()) {
                    pool.leave(waiter);
                    return shares.of(waiter.request().version()).isReserved()
                            ? Patience.OVER_RESERVED
                            : Patience.OVER_UNRESERVED;
                }
                switch (placement.reserve(pool)) {
                    case RESERVED -> begin(pool, causeFor(pool));
                    case COMING_FREE -> {
                        return Patience.WAIT_ON;
                    }
                    case FULL -> {
                        pool.leave(waiter);
                        return Patience.GIVE_UP;
                    }
                }
            }
            return Patience.WAIT_ON;
        });
    }

    void leave(VersionPool pool, Waiter waiter) {
        locked(() -> pool.leave(waiter));
    }

    /** Must be called for every environment as soon as its process runs. */
    void started(VersionPool pool, ExecutionEnvironment environment) {
        live.put(environment, pool);
        boolean tooLate = locked(() -> closed);
        if (tooLate) {
            environment.stop(StopReason.PLATFORM_STOPS);
        }
        var _ = environment.released().thenRun(() -> gone(pool, environment));
    }

    void ready(VersionPool pool, ExecutionEnvironment environment, long tookNanos) {
        locked(() -> {
            long now = System.nanoTime();
            pool.startEnded(tookNanos, now);
            if (environment.state() instanceof EnvironmentState.Idle) { // it may have died since
                keepOrMakeWay(pool, environment);
            }
            schedule(now);
        });
    }

    /** Returns who has to bear that an initialisation failed. */
    @Nullable
    Waiter initFailed(VersionPool pool, long tookNanos) {
        return lockedNullable(() -> {
            pool.startFailed(tookNanos);
            return pool.takeFirstWaiter();
        });
    }

    /** Returns who repeats an initialisation that took too long, and reserves its memory for that. */
    @Nullable
    Waiter initOverran(VersionPool pool, ExecutionEnvironment environment, long tookNanos) {
        return lockedNullable(() -> {
            pool.startFailed(tookNanos);
            Waiter first = pool.takeFirstWaiter();
            if (first != null) {
                memoryPassedOn.add(environment);
            }
            return first;
        });
    }

    void startAbandoned(VersionPool pool) {
        locked(pool::startAbandoned);
    }

    /** A start came to nothing before there was a process. */
    @Nullable
    Waiter startBroke(VersionPool pool) {
        return lockedNullable(() -> {
            pool.startAbandoned();
            budget.release(pool.memoryMb());
            return pool.takeFirstWaiter();
        });
    }

    void runsIn(VersionPool pool, ExecutionEnvironment environment) {
        locked(() -> pool.runsIn(environment));
    }

    void giveBackMemory(VersionPool pool) {
        locked(() -> {
            budget.release(pool.memoryMb());
            schedule(System.nanoTime());
        });
    }

    void runEnded(VersionPool pool, ExecutionEnvironment environment, long tookNanos) {
        locked(() -> {
            pool.runEnded(environment, tookNanos);
            if (environment.state() instanceof EnvironmentState.Idle) {
                keepOrMakeWay(pool, environment);
            }
            if (limited || starved != null) { // what has just made way may be enough
                schedule(System.nanoTime());
            }
        });
    }

    private void keepOrMakeWay(VersionPool pool, ExecutionEnvironment environment) {
        if (closed) {
            environment.stop(StopReason.PLATFORM_STOPS);
        } else if (starved != null && hasWaitedLonger(starved, pool)) {
            environment.stop(StopReason.RETIRED);
        } else {
            pool.offer(environment, machine());
        }
    }

    private static boolean hasWaitedLonger(VersionPool starved, VersionPool pool) {
        Waiter there = starved.firstWaiter();
        Waiter here = pool.firstWaiter();
        return there != null
                && !Objects.equals(starved, pool)
                && (here == null || there.arrivedNanos() - here.arrivedNanos() < 0);
    }

    void runNotTaken(VersionPool pool, ExecutionEnvironment environment) {
        locked(() -> pool.runNotTaken(environment));
    }

    private void gone(VersionPool pool, ExecutionEnvironment environment) {
        live.remove(environment);
        locked(() -> {
            pool.forget(environment);
            if (!memoryPassedOn.remove(environment)) {
                budget.release(pool.memoryMb());
            }
            schedule(System.nanoTime());
        });
    }

    /** Decides anew who gets another environment; whoever has waited longest is asked first. */
    void reconsider() {
        locked(() -> {
            long now = System.nanoTime();
            load.measure(now);
            pools.values().forEach(pool -> pool.measureRate(now));
            schedule(now);
        });
    }

    private void schedule(long nowNanos) {
        starved = null;
        limited = false;
        if (closed) {
            return;
        }
        List<VersionPool> wanting = new ArrayList<>(1);
        for (VersionPool pool : pools.values()) {
            if (pool.firstWaiter() != null) {
                wanting.add(pool);
            }
        }
        wanting.sort(Comparator.comparingLong(
                pool -> Objects.requireNonNull(pool.firstWaiter()).arrivedNanos()));
        for (VersionPool pool : wanting) {
            if (!startWanted(pool, nowNanos)) {
                return; // those behind it would only take what it waits for
            }
        }
    }

    private boolean startWanted(VersionPool pool, long nowNanos) {
        for (int missing = pool.environmentsToStart(nowNanos, machine()); missing > 0; missing--) {
            if (pool.offerKept()) {
                continue;
            }
            if (!pool.mayRunOneMore()) {
                limited = true;
                return true; // others may have room of their own
            }
            switch (placement.reserve(pool)) {
                case RESERVED -> begin(pool, causeFor(pool));
                case COMING_FREE -> {
                    return false;
                }
                case FULL -> {
                    starved = pool.serving() == 0 ? pool : null;
                    return false;
                }
            }
        }
        return true;
    }

    boolean saturated() {
        return locked(load::saturated);
    }

    private ScaleOut.Machine machine() {
        return new ScaleOut.Machine(processors, load.saturated());
    }

    private static StartCause causeFor(VersionPool pool) {
        return pool.serving() == 0 ? StartCause.FIRST : StartCause.SCALED_OUT;
    }

    private void begin(VersionPool pool, StartCause cause) {
        pool.startBegun();
        starts.begin(pool, cause);
    }

    /** Keeps so many environments of these versions, and of no others, whether there is work for them or not. */
    void provision(Map<FunctionVersion, Integer> wanted) {
        locked(() -> {
            if (closed) {
                return;
            }
            var keys = new HashMap<PoolKey, Integer>();
            wanted.forEach((version, environments) -> {
                keys.put(PoolKey.of(version), environments);
                poolOf(version);
            });
            long now = System.nanoTime();
            for (var entry : pools.entrySet()) {
                VersionPool pool = entry.getValue();
                pool.provision(keys.getOrDefault(entry.getKey(), 0));
                for (int missing = pool.missingProvisioned(now); missing > 0; missing--) {
                    if (pool.memoryMb() > budget.totalMb() || placement.reserve(pool) != Placement.Answer.RESERVED) {
                        break; // looked at again soon
                    }
                    begin(pool, StartCause.PROVISIONED);
                }
            }
        });
    }

    /** Ends what has been idle for that long and forgets versions that nothing is left of. */
    void reap(long idleTimeoutNanos) {
        long now = System.nanoTime();
        locked(() -> {
            for (VersionPool pool : pools.values()) {
                while (pool.leastRecentlyUsed() != null
                        && pool.leastRecentlyUsed().state() instanceof EnvironmentState.Idle(long sinceNanos)
                        && now - sinceNanos >= idleTimeoutNanos) {
                    pool.retireLeastRecentlyUsed();
                }
            }
            placement.keepRoom(now);
            pools.values().removeIf(VersionPool::unused);
            shares.retain(pools.keySet().stream().map(PoolKey::functionId).collect(Collectors.toSet()));
        });
    }

    Collection<ExecutionEnvironment> live() {
        return live.keySet();
    }

    Capacity capacity() {
        return locked(() -> new Capacity(budget.totalMb(), budget.reservedMb()));
    }

    /** Takes nothing more; returns those that still waited. */
    List<Waiter> close() {
        return locked(() -> {
            closed = true;
            return pools.values().stream()
                    .flatMap(pool -> pool.takeAllWaiters().stream())
                    .toList();
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private <T> @Nullable T lockedNullable(Supplier<@Nullable T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
