// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.environment.EnvironmentState;
import io.glowplug.runtime.environment.ExecutionEnvironment;
import io.glowplug.runtime.environment.StopReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The environments of one function version and the invocations that wait for one. Guarded by the pool's lock. */
final class VersionPool {

    private static final long GUESSED_COLD_START_NANOS = 100_000_000;
    private static final long PAUSE_AFTER_FAILURE_NANOS = 30_000_000_000L;
    private static final long GUESSED_RUN_NANOS = 5_000_000;

    private final FunctionVersion version;
    private final ConcurrencyShares.Share share;
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    /** The last used first. */
    private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();

    private final Set<ExecutionEnvironment> busy = new HashSet<>();
    private final MovingAverage coldStart = new MovingAverage(GUESSED_COLD_START_NANOS);
    private final MovingAverage run = new MovingAverage(GUESSED_RUN_NANOS);
    private final RunRate runRate = new RunRate();
    private int starting;
    private long queueingSinceNanos;
    private boolean outdated;

    /** How many are kept, whether there is work or not. */
    private int provisioned;

    /** A function that cannot initialise is not to be tried again and again for nobody. */
    private long notBeforeNanos = System.nanoTime();

    VersionPool(FunctionVersion version, ConcurrencyShares.Share share, boolean outdated) {
        this.version = version;
        this.share = share;
        this.outdated = outdated;
    }

    FunctionVersion version() {
        return version;
    }

    int memoryMb() {
        return version.configuration().memoryMb();
    }

    boolean unused() {
        return provisioned == 0 && waiters.isEmpty() && idle.isEmpty() && busy.isEmpty() && starting == 0;
    }

    int serving() {
        return busy.size() + starting;
    }

    boolean mayRunOneMore() {
        return share.hasRoom();
    }

    // ---- environments that are kept ----

    void provision(int environments) {
        provisioned = environments;
    }

    /** Returns how many of those that are to be kept there are not. */
    int missingProvisioned(long nowNanos) {
        return outdated || nowNanos - notBeforeNanos < 0 ? 0 : provisioned - idle.size() - busy.size() - starting;
    }

    private boolean canSpareIdle() {
        return outdated || idle.size() + busy.size() > provisioned;
    }

    // ---- waiting ----

    void enqueue(Waiter waiter, long nowNanos) {
        if (waiters.isEmpty()) {
            queueingSinceNanos = nowNanos;
        }
        waiters.addLast(waiter);
    }

    void leave(Waiter waiter) {
        waiters.remove(waiter);
    }

    @Nullable
    Waiter firstWaiter() {
        return waiters.peekFirst();
    }

    @Nullable
    Waiter takeFirstWaiter() {
        return waiters.pollFirst();
    }

    List<Waiter> takeAllWaiters() {
        var all = new ArrayList<Waiter>(waiters);
        waiters.clear();
        return all;
    }

    /** Returns how many environments have yet to be started until the starting ones reach this waiter. */
    int startsUntilReached(Waiter waiter) {
        int position = 1;
        for (Waiter before : waiters) {
            if (before == waiter) {
                break;
            }
            position++;
        }
        return Math.max(0, position - starting);
    }

    int environmentsToStart(long nowNanos, ScaleOut.Machine machine) {
        var demand = new ScaleOut.Demand(
                waiters.size(),
                busy.size(),
                starting,
                Math.max(run.nanos(), meanElapsed(nowNanos)),
                coldStart.nanos(),
                nowNanos - queueingSinceNanos,
                runRate.perSecond());
        return ScaleOut.environmentsToStart(demand, machine);
    }

    /** To be called regularly. */
    void measureRate(long nowNanos) {
        runRate.measure(nowNanos);
    }

    /** A lower bound of how long runs take, for functions of which none has ended yet. */
    private long meanElapsed(long nowNanos) {
        long sum = 0;
        int running = 0;
        for (ExecutionEnvironment environment : busy) {
            if (environment.state() instanceof EnvironmentState.Busy state) {
                sum += nowNanos - state.sinceNanos();
                running++;
            }
        }
        return running == 0 ? 0 : sum / running;
    }

    // ---- environments ----

    /** One that is started for a waiter counts as running from here on. */
    void startBegun() {
        starting++;
        share.take();
    }

    void startEnded(long tookNanos, long nowNanos) {
        startOver();
        coldStart.add(tookNanos);
        queueingSinceNanos = nowNanos;
    }

    /** A failed initialisation costs an invocation as a run does. */
    void startFailed(long tookNanos) {
        startOver();
        notBeforeNanos = System.nanoTime() + PAUSE_AFTER_FAILURE_NANOS;
        run.add(tookNanos);
    }

    void startAbandoned() {
        startOver();
    }

    private void startOver() {
        starting--;
        share.giveBack();
    }

    /** Takes the last used idle environment, unless others wait for it already. */
    @Nullable
    ExecutionEnvironment takeIdle() {
        ExecutionEnvironment environment = waiters.isEmpty() && share.hasRoom() ? idle.pollFirst() : null;
        if (environment != null) {
            begin(environment);
        }
        return environment;
    }

    /** Gives an environment that is idle now to the first waiter, or keeps it. */
    void offer(ExecutionEnvironment environment, ScaleOut.Machine machine) {
        Waiter first = waiters.peekFirst();
        boolean oneTooMany = ScaleOut.oneTooMany(waiters.size(), busy.size(), runRate.perSecond(), machine);
        if (first != null && share.hasRoom() && (outdated || !oneTooMany)) {
            give(environment);
        } else if (outdated && first == null) {
            environment.stop(StopReason.RETIRED);
        } else {
            idle.addFirst(environment);
        }
    }

    /** Gives an environment that was kept to the first waiter; false if there is none, or nobody waits. */
    boolean offerKept() {
        if (idle.isEmpty() || waiters.isEmpty() || !share.hasRoom()) {
            return false;
        }
        give(idle.removeFirst());
        return true;
    }

    private void begin(ExecutionEnvironment environment) {
        busy.add(environment);
        share.take();
    }

    private void over(ExecutionEnvironment environment) {
        if (busy.remove(environment)) {
            share.giveBack();
        }
    }

    private void give(ExecutionEnvironment environment) {
        begin(environment);
        waiters.removeFirst().give(new Grant.Use(environment));
    }

    /** Counts an environment in that starts within an invocation. */
    void runsIn(ExecutionEnvironment environment) {
        begin(environment);
    }

    void runEnded(ExecutionEnvironment environment, long tookNanos) {
        over(environment);
        run.add(tookNanos);
        runRate.ended();
    }

    void runNotTaken(ExecutionEnvironment environment) {
        over(environment);
    }

    void forget(ExecutionEnvironment environment) {
        idle.remove(environment);
    }

    /** The environment that has been idle for longest, unless it is kept. */
    @Nullable
    ExecutionEnvironment leastRecentlyUsed() {
        return canSpareIdle() ? idle.peekLast() : null;
    }

    void retireLeastRecentlyUsed() {
        ExecutionEnvironment environment = idle.pollLast();
        if (environment != null) {
            environment.stop(StopReason.RETIRED);
        }
    }

    /** How many idle environments could make way for others. */
    int spareCount() {
        return outdated ? idle.size() : Math.clamp(idle.size() + busy.size() - provisioned, 0, idle.size());
    }

    /** A newer revision has come: environments end as soon as nobody waits for them. */
    void outdate() {
        outdated = true;
        while (!idle.isEmpty()) {
            retireLeastRecentlyUsed();
        }
    }
}
