// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import java.time.Duration;

/** A queue that keeps its jobs in a PostgreSQL database of its own, with jobs of 300 bytes that do nothing. */
public interface DurableQueue extends AutoCloseable {

    String name();

    /** Has jobs committed one by one by that many callers, while nothing runs them, and returns how many a second. */
    double acceptedPerSecond(int callers, Duration window) throws Exception;

    /**
     * Fills the queue, runs all that is in it, and returns how many a second: from the first handler that was entered
     * until the database has no open job left.
     */
    double drainedPerSecond(int jobs) throws Exception;

    /** Measures one job after another, from the call that stores it until its handler is entered. */
    Latency latency(int jobs) throws Exception;

    @Override
    void close();

    /** In milliseconds. */
    record Latency(double p50, double p99) {}
}
