// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

/**
 * How many environments to start for the invocations that wait. A new process takes its time and a core's, so a short
 * wait for a warm one is the better deal: 64 calls of a function that takes a tenth of a millisecond share a few
 * processes, while a function that takes a second gets a process for each call.
 */
final class ScaleOut {

    /** Once waiting has become lasting, this much of it is accepted for being cheaper than another process. */
    static final long TOLERABLE_NANOS = 5_000_000;

    /** And this much while the processors have no time left: another process would take its time from those there are. */
    static final long TOLERABLE_WHEN_SATURATED_NANOS = 250_000_000;

    private ScaleOut() {}

    /**
     * What a function version needs and has.
     *
     * @param waiting invocations without an environment
     * @param busy environments that run one
     * @param starting environments on their way
     * @param runNanos how long a run is expected to take
     * @param coldStartNanos how long a start is expected to take
     * @param queuedNanos for how long invocations have been waiting without a break, or since the last start was done
     * @param runsPerSecond how many runs ended lately
     */
    record Demand(
            int waiting,
            int busy,
            int starting,
            long runNanos,
            long coldStartNanos,
            long queuedNanos,
            double runsPerSecond) {

        /** A start that had begun when the queue formed would be done by now. */
        boolean lasting() {
            return queuedNanos >= coldStartNanos;
        }
    }

    /**
     * What the machine has.
     *
     * @param processors twice as many environments are worth having whenever there is lasting work
     * @param saturated whether the processors are busy nearly all of the time
     */
    record Machine(int processors, boolean saturated) {

        long tolerableNanos() {
            return saturated ? TOLERABLE_WHEN_SATURATED_NANOS : TOLERABLE_NANOS;
        }
    }

    /** Returns how many to start now. */
    static int environmentsToStart(Demand demand, Machine machine) {
        if (demand.waiting() == 0) {
            return 0;
        }
        int starts = demand.lasting() ? startsAgainstLastingQueue(demand, machine) : startsAgainstNewQueue(demand);
        int atOnce = Math.max(4, 2 * machine.processors()) - demand.starting();
        return Math.clamp(starts, 0, Math.max(0, atOnce));
    }

    /** Is waiting for a warm one quicker than starting another? */
    private static int startsAgainstNewQueue(Demand demand) {
        if (demand.runNanos() >= demand.coldStartNanos()) {
            return demand.waiting() - demand.starting(); // none of the busy ones comes free in time
        }
        long needed = Math.ceilDiv(demand.waiting() * demand.runNanos(), Math.max(1, demand.coldStartNanos()));
        return (int) Math.min(demand.waiting(), Math.max(1, needed)) - demand.busy() - demand.starting();
    }

    /**
     * Goes by how many runs really end, not by how long they take: on a machine at its limits, runs take longer the more
     * environments there are, and yet another one would not help.
     */
    private static int startsAgainstLastingQueue(Demand demand, Machine machine) {
        int worthHaving = Math.min(demand.waiting() + demand.busy(), 2 * machine.processors());
        int starts = worthHaving - demand.busy() - demand.starting();
        double tolerableQueue = demand.runsPerSecond() * machine.tolerableNanos() / 1e9;
        if (demand.waiting() > tolerableQueue) {
            starts = Math.max(starts, demand.waiting() - (int) tolerableQueue - demand.starting());
        }
        return starts;
    }

    /**
     * Says whether another run at the same time would only take its time from those that go on, and those who wait have
     * their turn soon all the same.
     */
    static boolean oneTooMany(int waiting, int busy, double runsPerSecond, Machine machine) {
        return machine.saturated()
                && busy >= 2 * machine.processors()
                && waiting <= runsPerSecond * TOLERABLE_WHEN_SATURATED_NANOS / 1e9;
    }
}
