// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Makes partitions before anything is accepted, then makes and drops them once an hour. */
public class PartitionWorker implements SmartLifecycle {

    /** Starts before every worker that accepts, leases or logs, and stops after them. */
    public static final int PHASE = -1_000;

    private static final Logger log = LoggerFactory.getLogger(PartitionWorker.class);

    private final DayPartitions partitions;
    private final Retention retention;
    private final List<RetentionStep> further;
    private final InstantSource time;
    private @Nullable ScheduledExecutorService loop;

    public PartitionWorker(
            DayPartitions partitions, Retention retention, List<RetentionStep> further, InstantSource time) {
        this.partitions = partitions;
        this.retention = retention;
        this.further = List.copyOf(further);
        this.time = time;
    }

    /** Fails the start of the node if today's partitions cannot be made, since nothing could be accepted. */
    @Override
    public synchronized void start() {
        if (loop != null) {
            return;
        }
        partitions.ensure(time.instant());
        loop = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("partitions").factory());
        var _ = loop.scheduleWithFixedDelay(this::maintain, 1, 60, TimeUnit.MINUTES);
    }

    @Override
    public synchronized void stop() {
        if (loop != null) {
            loop.close();
            loop = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** One turn of the hourly loop. */
    void maintain() {
        try {
            Instant now = time.instant();
            partitions.ensure(now);
            retention.enforce(now);
            further.forEach(step -> step.enforce(now));
        } catch (RuntimeException failed) {
            log.warn("History's partitions could not be maintained; the next try is in an hour", failed);
        }
    }
}
