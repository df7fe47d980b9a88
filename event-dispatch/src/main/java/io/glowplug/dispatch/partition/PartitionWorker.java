// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** Makes partitions before anything is accepted; what has to be done again and again is a chore of the leader. */
public class PartitionWorker implements SmartLifecycle {

    /** Starts before every worker that accepts, leases or logs, and stops after them. */
    public static final int PHASE = -1_000;

    private final DayPartitions partitions;
    private final Retention retention;
    private final List<RetentionStep> further;
    private final InstantSource time;
    private volatile boolean running;

    public PartitionWorker(
            DayPartitions partitions, Retention retention, List<RetentionStep> further, InstantSource time) {
        this.partitions = partitions;
        this.retention = retention;
        this.further = List.copyOf(further);
        this.time = time;
    }

    /** Fails the start of the node if today's partitions cannot be made, since nothing could be accepted. */
    @Override
    public void start() {
        partitions.ensure(time.instant());
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Makes what is missing and drops what is too old; for the leader, once an hour. */
    public void maintain() {
        Instant now = time.instant();
        partitions.ensure(now);
        retention.enforce(now);
        further.forEach(step -> step.enforce(now));
    }
}
